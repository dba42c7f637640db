type Change = { readonly resource: string; readonly after?: unknown };
export type KnownRow = { readonly path: string; readonly now: unknown; readonly after: unknown };

/** Rows that a card has room for; more are in the receipt itself. */
const MAX_ROWS = 12;
const MAX_DEPTH = 3;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Members by their path, down to what is no object. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly [path: string, value: unknown])[] {
  if (!isObject(value)) return path.length === 0 ? [] : [[path.join("."), value]];
  if (path.length === MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

/**
 * How a resource stands beside what a call would make of it: those members of its last reported state that the call
 * names too. Nothing is guessed: where no member has the same name, nothing is known.
 */
export function stateBeside(args: unknown, changes: readonly Change[], resource: string): readonly KnownRow[] {
  const last = changes.findLast((change) => change.resource === resource);
  const now = new Map(leavesOf(last?.after));
  return leavesOf(args)
    .flatMap(([path, after]) => (now.has(path) ? [{ path, now: now.get(path), after }] : []))
    .slice(0, MAX_ROWS);
}
