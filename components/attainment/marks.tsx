/** How a series is filled. Late is hatched and expired is full, so that colour is not all that tells them apart. */
export type Mark = "plain" | "hatched" | "full" | "ink";

const FILLS = {
  plain: "var(--s8)",
  hatched: "url(#attainment-hatch)",
  full: "var(--danger)",
  ink: "var(--s1)",
} as const satisfies Record<Mark, string>;

export const fillOf = (mark: Mark): string => FILLS[mark];

const BACKGROUNDS = {
  ...FILLS,
  hatched: "repeating-linear-gradient(135deg, var(--danger) 0 2px, var(--danger-weak) 2px 4px)",
} as const satisfies Record<Mark, string>;

/** The mark of a series beside its name. */
export const Swatch = ({ mark }: { readonly mark: Mark }) => (
  <span aria-hidden className="inline-block size-2.5 shrink-0 rounded-[2px]" style={{ background: BACKGROUNDS[mark] }} />
);
