import { type ReactNode, useId } from "react";

export type SectionProps = {
  readonly title: string;
  /** One line of what the figures are. */
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

/** A part of the page below a hairline. */
export function Section({ title, note, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 border-t border-line pt-4 pb-8">
      <div className="mb-2 flex min-h-7 items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 id={id} className="text-lg font-semibold tracking-tight">
            {title}
          </h2>
          {note && <p className="max-w-[70ch] text-sm text-pretty text-ink-2">{note}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
