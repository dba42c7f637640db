import type { Attributes, Span, Value } from "./otlp/model";

/** What stands where something was taken out before it was stored. */
export const REDACTED = "[redacted]";

const SECRET_KEY =
  /^(?:.*[._-])?(?:password|passwd|passphrase|secret|client_secret|api[_-]?key|apikey|access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|bearer|authorization|cookie|set-cookie|private[_-]?key|card[_-]?number|cvc|cvv|iban)$/i;

/** The same names inside JSON that is kept as text, quoted once or within a text of its own. */
const SECRET_IN_JSON =
  /((?:\\*")(?:[a-z0-9._-]*[._-])?(?:password|passwd|passphrase|secret|client_secret|api[_-]?key|apikey|access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|bearer|authorization|cookie|set-cookie|private[_-]?key|card[_-]?number|cvc|cvv|iban)\\*"\s*:\s*)(\\*")((?:[^"\\]|\\[^"])*?)(\\*")/gi;

/** Secrets that show what they are wherever they stand. */
const SECRETS: readonly RegExp[] = [
  /\brv_[A-Za-z0-9_-]{32,}/g,
  /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{16,}/g,
  /\bxox[abposr]-[A-Za-z0-9-]{10,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]{0,16384}(?:-----END [A-Z ]*PRIVATE KEY-----)?/g,
  /\b[Bb]earer [A-Za-z0-9._~+/=-]{16,}/g,
];
const MAY_HOLD_ONE = /rv_|sk-|xox|gh[pousr]_|AKIA|eyJ|-----BEGIN|[Bb]earer /;

/** A value that a tool declared sensitive, as it may stand in any text: as such, and as JSON has it. */
type Hidden = { readonly values: readonly string[] };

function cleanText(text: string, { values }: Hidden): string {
  let clean = text;
  if (MAY_HOLD_ONE.test(clean)) for (const secret of SECRETS) clean = clean.replace(secret, REDACTED);
  if (clean.includes('"')) clean = clean.replace(SECRET_IN_JSON, `$1$2${REDACTED}$4`);
  for (const value of values) if (clean.includes(value)) clean = clean.replaceAll(value, REDACTED);
  return clean;
}

function cleanValue(value: Value, hidden: Hidden): Value {
  if (typeof value === "string") return cleanText(value, hidden);
  if (typeof value === "number") return hidden.values.includes(String(value)) ? REDACTED : value;
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => cleanValue(item, hidden));
  return value === null || typeof value !== "object" ? value : cleanObject(value as Attributes, hidden);
}

const isKept = (value: Value) => value === null || typeof value === "boolean";

function cleanObject(object: Attributes, hidden: Hidden): Attributes {
  const clean: Record<string, Value> = {};
  for (const [key, value] of Object.entries(object))
    clean[key] = SECRET_KEY.test(key) && !isKept(value) ? REDACTED : cleanValue(value, hidden);
  return clean;
}

/**
 * A span without its secrets: what stands under a name that says so, what shows by its form that it is one, and the values
 * that tools declared sensitive (`values`), wherever they stand. Done before anything is stored.
 */
export function redactSpan(span: Span, values: readonly string[] = []): Span {
  const hidden = { values };
  return {
    ...span,
    attributes: cleanObject(span.attributes, hidden),
    events: span.events.map((event) => ({ ...event, attributes: cleanObject(event.attributes, hidden) })),
    links: span.links.map((link) => ({ ...link, attributes: cleanObject(link.attributes, hidden) })),
    statusMessage: cleanText(span.statusMessage, hidden),
  };
}

/** The same for the attributes of a log record. */
export const redactAttributes = (attributes: Attributes): Attributes => cleanObject(attributes, { values: [] });

/** The value that a JSON pointer leads to. */
function at(value: Value, pointer: string): Value | undefined {
  let here: Value | undefined = value;
  for (const token of pointer.split("/").slice(1)) {
    if (here === null || typeof here !== "object") return undefined;
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    here = (here as { readonly [key: string]: Value })[name];
  }
  return here;
}

const SHORTEST = 3;

/** The values that stand in a call's arguments where its tool says that they are sensitive: too short ones would black out everything. */
export function sensitiveValues(args: Value, pointers: readonly string[]): readonly string[] {
  const leaves = (value: Value | undefined): readonly string[] => {
    if (value === undefined || value === null || typeof value === "boolean") return [];
    if (typeof value === "object") return Object.values(value).flatMap(leaves);
    const text = String(value);
    return text.length < SHORTEST ? [] : [text];
  };
  const found = pointers.flatMap((pointer) => leaves(at(args, pointer)));
  return [...new Set(found.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))];
}
