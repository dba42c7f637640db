/** One place in which two values differ. What is absent on a side stands there as undefined, and is left out of its JSON. */
export type ArgsChange = { readonly path: string; readonly before?: unknown; readonly after?: unknown };

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const tokenOf = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/**
 * Where two JSON values differ, as JSON pointers in the order of the first, then of what only the second has. Objects
 * and lists are compared part by part, so that each difference is as small as it can be said.
 */
export function diffArgs(before: unknown, after: unknown, path = ""): ArgsChange[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, at) => diffArgs(before[at], after[at], `${path}/${at}`)).flat();
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => diffArgs(own(before, name), own(after, name), `${path}/${tokenOf(name)}`));
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

const own = (value: Json, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
