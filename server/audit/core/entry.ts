import canonicalize from "canonicalize";

/** What may stand in an entry: no floats, no undefined; money and big numbers as strings (audit.md, canonical form). */
export type EntryValue = string | number | boolean | null | readonly EntryValue[] | { readonly [key: string]: EntryValue };

export type EntryActor = { readonly type: "person" | "key" | "system"; readonly id: string | null };

/** An entry before it is recorded. `data` holds ids, enums and digests, never names or contents. */
export type NewEntry = {
  readonly kind: `${string}.${string}`;
  readonly actor: EntryActor;
  readonly subject: { readonly type: string; readonly id: string };
  readonly actionId?: string | null;
  readonly agentName?: string | null;
  /** When it happened; the moment of recording is taken apart. */
  readonly occurredAt: Date;
  readonly data: { readonly [key: string]: EntryValue };
};

export const ENTRY_SCHEMA = "reeve.audit.entry";
export const ENTRY_SCHEMA_VERSION = 1;

/**
 * The exact bytes of an entry: RFC 8785 over the narrowed JSON of audit.md. Throws on numbers that are not safe
 * integers and on text that RFC 8785 cannot carry, since such an entry could not be proved later.
 */
export function entryBytes(id: string, entry: NewEntry, recordedAt: Date): Uint8Array {
  assertNarrow(entry.data, "data");
  const json = canonicalize({
    schema: ENTRY_SCHEMA,
    schemaVersion: ENTRY_SCHEMA_VERSION,
    id,
    kind: entry.kind,
    actor: entry.actor,
    subject: entry.subject,
    actionId: entry.actionId ?? null,
    agentName: entry.agentName ?? null,
    occurredAt: entry.occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    data: entry.data,
  });
  if (json === undefined) throw new Error("the entry has no canonical form");
  return new TextEncoder().encode(json);
}

/** The bytes whose SHA-256 is the entry's leaf (RFC 6962 §2.1: a zero byte before the entry). */
export function leafInput(bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(bytes.length + 1);
  input.set(bytes, 1);
  return input;
}

function assertNarrow(value: EntryValue, path: string): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`${path}: an audit entry holds safe integers only`);
  if (typeof value === "string" && !value.isWellFormed()) throw new Error(`${path}: an audit entry holds well-formed text only`);
  if (value === null || typeof value !== "object") return;
  for (const [key, child] of Object.entries(value)) assertNarrow(child, `${path}.${key}`);
}
