/**
 * Whether `text` fits `glob`, where `*` stands for any run of characters and `?` for one. Nothing else is
 * special, and the time is bounded by the product of the lengths: a hostile name cannot make it slow.
 */
export function fitsGlob(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (glob[g] === "*") {
      star = g++;
      resume = t;
    } else if (g < glob.length && (glob[g] === "?" || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (glob[g] === "*") g++;
  return g === glob.length;
}

/** Whether `text` fits one of the globs; no globs at all means any text. */
export const fitsAny = (globs: readonly string[], text: string): boolean =>
  globs.length === 0 || globs.some((glob) => fitsGlob(glob, text));
