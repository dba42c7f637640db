const HIDDEN = "•••";

type Json = Readonly<Record<string, unknown>>;
type Redacted = { readonly args: Json; readonly hidden: readonly string[] };

const unescapeToken = (token: string) => token.replaceAll("~1", "/").replaceAll("~0", "~");

function redactAt(value: unknown, tokens: readonly string[]): { readonly value: unknown; readonly hit: boolean } {
  const [token, ...rest] = tokens;
  if (token === undefined) return { value: HIDDEN, hit: true };
  if (Array.isArray(value)) {
    const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
    if (index < 0 || index >= value.length) return { value, hit: false };
    const inner = redactAt(value[index], rest);
    return inner.hit ? { value: value.with(index, inner.value), hit: true } : { value, hit: false };
  }
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, token)) return { value, hit: false };
  const inner = redactAt((value as Json)[token], rest);
  return inner.hit ? { value: { ...value, [token]: inner.value }, hit: true } : { value, hit: false };
}

/** The arguments with whatever the JSON pointers name replaced, and which pointers named something. */
export function redact(args: Json, pointers: readonly string[]): Redacted {
  let current: unknown = args;
  const hidden: string[] = [];
  for (const pointer of pointers) {
    const { value, hit } = redactAt(current, pointer.split("/").slice(1).map(unescapeToken));
    current = value;
    if (hit) hidden.push(pointer);
  }
  return { args: current as Json, hidden };
}
