/** The longest query of an address that is kept: far more than any page's filters take. */
export const MOST_CHARACTERS = 2_000;
const MOST_FIELDS = 40;

/** What says which view is open: not a filter, so no part of what a view keeps. */
export const VIEW_FIELD = "saved";

/**
 * The filters of an address in one spelling: by name, without empty ones and without the view that is open. Two addresses
 * that ask for the same read the same. Null where it is too long to keep.
 */
export function plainQuery(query: string): string | null {
  const fields = [...new URLSearchParams(query)].filter(([name, value]) => name !== VIEW_FIELD && value !== "");
  if (fields.length > MOST_FIELDS) return null;
  const plain = new URLSearchParams(fields.sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))).toString();
  return plain.length > MOST_CHARACTERS ? null : plain;
}
