import clsx from "clsx";
import { ChevronLeft, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "./button";

/** From which width on it stands beside the list; below, it takes the place of the list, or stands under it. */
const WIDTHS = {
  md: { aside: "md:w-102 md:border-l", back: "md:hidden", close: "max-md:hidden" },
  lg: { aside: "lg:w-96 lg:border-l", back: "lg:hidden", close: "max-lg:hidden" },
} as const;

type Props = {
  readonly id: string;
  readonly label: string;
  readonly from: keyof typeof WIDTHS;
  /** What the way back leads to where the pane takes the place of the list; without it the pane stands under the list there. */
  readonly back?: string | undefined;
  readonly head?: ReactNode;
  readonly children: ReactNode;
  readonly onClose: () => void;
};

/** What is open of a list, beside it: a head with the ways out, and what scrolls beneath. */
export function SidePane({ id, label, from, back, head, children, onClose }: Props) {
  const width = WIDTHS[from];
  return (
    <aside
      id={id}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={clsx(
        "flex w-full shrink-0 flex-col overflow-y-auto border-line bg-surface -outline-offset-2",
        back === undefined && "max-lg:border-t",
        width.aside,
      )}
    >
      <header className="flex items-center gap-2 px-4 pt-3 md:px-5">
        {back !== undefined && (
          <Button variant="quiet" size="sm" className={clsx("-ml-2", width.back)} onClick={onClose}>
            <ChevronLeft aria-hidden />
            {back}
          </Button>
        )}
        {head}
        <IconButton label="Close (Esc)" className={clsx("-mr-2 first:ml-auto", back !== undefined && width.close)} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      {children}
    </aside>
  );
}

type PartProps = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

/** A part of the pane: a hairline, a heading, what belongs under it. */
export const PanePart = ({ title, aside, children }: PartProps) => (
  <section className="border-t border-line py-3">
    <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3">
      <h3 className="text-sm font-semibold">{title}</h3>
      {aside !== undefined && <span className="text-xs text-ink-3">{aside}</span>}
    </div>
    {children}
  </section>
);

/** Facts by name, one a line. */
export const PaneFacts = ({ className, children }: { readonly className?: string; readonly children: ReactNode }) => (
  <dl className={clsx("grid grid-cols-[6rem_minmax(0,1fr)] gap-y-1 text-sm [&_dd]:wrap-anywhere [&_dt]:text-ink-3", className)}>
    {children}
  </dl>
);

export const PaneFact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
