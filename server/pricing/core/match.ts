/** How the catalogue says which names mean a model or a provider. */
export type Match =
  | { readonly equals: string }
  | { readonly starts_with: string }
  | { readonly ends_with: string }
  | { readonly contains: string }
  | { readonly regex: string }
  | { readonly or: readonly Match[] }
  | { readonly and: readonly Match[] };

/** Whether a name is meant. Letters' case does not count, but in a regular expression, as in the catalogue. */
export function isMeant(match: Match, name: string): boolean {
  if ("or" in match) return match.or.some((one) => isMeant(one, name));
  if ("and" in match) return match.and.every((one) => isMeant(one, name));
  if ("regex" in match) return new RegExp(match.regex).test(name);
  const small = name.toLowerCase();
  if ("equals" in match) return small === match.equals.toLowerCase();
  if ("starts_with" in match) return small.startsWith(match.starts_with.toLowerCase());
  if ("ends_with" in match) return small.endsWith(match.ends_with.toLowerCase());
  return small.includes(match.contains.toLowerCase());
}

/** `claude-x-20250929` as `claude-x-2025-09-29`: both ways of writing the day of a model are in use. */
export const withDashedDate = (name: string): string =>
  name.replace(/-(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/g, "-$1-$2-$3");
