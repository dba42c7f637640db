/** What stands where a value is hidden. */
export const HIDDEN = "•••";

type Json = Readonly<Record<string, unknown>>;
type Redacted = { readonly args: Json; readonly hidden: readonly string[]; readonly values: readonly unknown[] };

const unescapeToken = (token: string) => token.replaceAll("~1", "/").replaceAll("~0", "~");
export const tokensOf = (pointer: string): readonly string[] => pointer.split("/").slice(1).map(unescapeToken);
/** The JSON pointer to an argument at the top. */
export const pointerTo = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

type Hit = { readonly value: unknown; readonly hit: boolean; readonly taken?: unknown };

function redactAt(value: unknown, tokens: readonly string[]): Hit {
  const [token, ...rest] = tokens;
  if (token === undefined) return { value: HIDDEN, hit: true, taken: value };
  if (Array.isArray(value)) {
    const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
    if (index < 0 || index >= value.length) return { value, hit: false };
    const inner = redactAt(value[index], rest);
    return inner.hit ? { ...inner, value: value.with(index, inner.value) } : { value, hit: false };
  }
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, token)) return { value, hit: false };
  const inner = redactAt((value as Json)[token], rest);
  return inner.hit ? { ...inner, value: { ...value, [token]: inner.value } } : { value, hit: false };
}

/** The value with whatever the JSON pointers name replaced. */
export const redactValue = (value: unknown, pointers: readonly string[]): unknown =>
  pointers.reduce((current, pointer) => redactAt(current, tokensOf(pointer)).value, value);

/** The arguments with whatever the JSON pointers name replaced, which pointers named something, and what that was. */
export function redact(args: Json, pointers: readonly string[]): Redacted {
  let current: unknown = args;
  const hidden: string[] = [];
  const values: unknown[] = [];
  for (const pointer of pointers) {
    const { value, hit, taken } = redactAt(current, tokensOf(pointer));
    current = value;
    if (!hit) continue;
    hidden.push(pointer);
    values.push(taken);
  }
  return { args: current as Json, hidden, values };
}
