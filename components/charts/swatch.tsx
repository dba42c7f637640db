/** How a series is drawn. Hatching tells two of one colour apart, so that colour is not all that does. */
export type Fill = { readonly color: string; readonly isHatched?: boolean };

/** The mark of a series beside its name. */
export const Swatch = ({ color, isHatched = false }: Fill) => (
  <span
    aria-hidden
    className="inline-block size-2.5 shrink-0 rounded-[2px]"
    style={{ background: isHatched ? `repeating-linear-gradient(135deg, ${color} 0 2px, var(--surface) 2px 4px)` : color }}
  />
);
