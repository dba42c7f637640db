import clsx from "clsx";
import type { ReactNode } from "react";

export type CardLook = "pane" | "page";

export type CardSectionProps = {
  readonly title: string;
  readonly look: CardLook;
  /** The first of a group: a hairline parts it from what stands before. */
  readonly isPart?: boolean;
  readonly children: ReactNode;
};

/** A labelled part of the card: the label at the left, on a phone above. */
export function CardSection({ title, look, isPart = false, children }: CardSectionProps) {
  // Beside the list the request itself is a second-level heading.
  const Heading = look === "pane" ? "h3" : "h2";
  return (
    <section
      className={clsx(
        "grid gap-x-4",
        look === "pane"
          ? "grid-cols-[92px_minmax(0,1fr)] py-[7px]"
          : "gap-y-0.5 py-2 md:grid-cols-[116px_minmax(0,1fr)] md:gap-x-6 md:text-base",
        isPart && "mt-2 border-t border-line pt-4",
        isPart && look === "page" && "md:mt-4 md:pt-5",
      )}
    >
      <Heading className={clsx("text-xs leading-5 font-normal text-ink-3", look === "page" && "md:text-sm md:leading-[22px]")}>
        {title}
      </Heading>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
