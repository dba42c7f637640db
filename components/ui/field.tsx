import clsx from "clsx";
import { type ReactNode, useId } from "react";

/** Spread onto the control inside a `Field`. */
export type ControlProps = {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly "aria-required": true | undefined;
};

export type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; announced when it appears. */
  readonly error?: string | null;
  readonly isRequired?: boolean;
  readonly isLabelHidden?: boolean;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
};

/** A control with its label, hint and error: `<Field label="Reason">{(control) => <Input {...control} />}</Field>`. */
export function Field({ label, hint, error, isRequired = false, isLabelHidden = false, className, children }: FieldProps) {
  const id = useId();
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`];
  const describedBy = [hint ? hintId : "", error ? errorId : ""].filter(Boolean).join(" ");
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={clsx("text-sm font-medium", isLabelHidden && "sr-only")}>
        {label}
        {isRequired || <span className="ml-1.5 text-xs font-normal text-ink-3">optional</span>}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": isRequired || undefined,
      })}
      {hint && (
        <p id={hintId} className="text-xs text-ink-3">
          {hint}
        </p>
      )}
      <p id={errorId} role="alert" className={clsx("text-xs text-danger", !error && "hidden")}>
        {error}
      </p>
    </div>
  );
}
