const SEGMENT = "_";
const MOST_REMEMBERED = 10_000;
const LONGEST = 128;
/** So many words at the end of a name are looked at: `http.request.header.set-cookie` ends in `set_cookie`. */
const MOST_WORDS = 5;

/** A name as rules compare it: `X-Api-Key`, `x_api_key` and `xApiKey` are one. */
export const plainName = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, SEGMENT)
    .replace(/^_|_$/g, "");

/** Tells whether a name is one of these, or ends in one of them: `password` means `db.password`, too. */
export function nameMatcher(names: readonly string[]): (name: string) => boolean {
  const wanted = new Set(names.map(plainName));
  const known = new Map<string, boolean>();
  const isOne = (name: string): boolean => {
    const words = plainName(name).split(SEGMENT);
    for (let count = 1; count <= Math.min(MOST_WORDS, words.length); count += 1) {
      if (wanted.has(words.slice(-count).join(SEGMENT))) return true;
    }
    return false;
  };
  return (name) => {
    if (name.length > LONGEST) return false;
    let found = known.get(name);
    if (found === undefined) {
      if (known.size >= MOST_REMEMBERED) known.clear();
      found = isOne(name);
      known.set(name, found);
    }
    return found;
  };
}
