import { X } from "lucide-react";

type ChosenListProps = {
  /** What they were chosen for: the label of the field. */
  readonly label: string;
  readonly values: readonly string[];
  readonly nameOf?: (value: string) => string;
  readonly isCode?: boolean;
  readonly onChange: (values: string[]) => void;
};

/** What is chosen in a field that takes several; each can be taken out again. */
export function ChosenList({ label, values, nameOf = (value) => value, isCode = false, onChange }: ChosenListProps) {
  if (values.length === 0) return null;
  return (
    <ul aria-label={`${label}, chosen`} className="flex flex-wrap gap-1">
      {values.map((value) => (
        <li key={value} className="inline-flex max-w-full items-center rounded-sm bg-sunken pl-2 text-xs">
          <span className={isCode ? "min-w-0 font-mono wrap-anywhere" : "min-w-0 wrap-anywhere"}>{nameOf(value)}</span>
          <button
            type="button"
            aria-label={`Remove ${nameOf(value)}`}
            title={`Remove ${nameOf(value)}`}
            onClick={() => onChange(values.filter((other) => other !== value))}
            className="inline-flex size-6 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
