import canonicalize from "canonicalize";

/** What an action binds: exactly what its digest is taken over. */
export type Bound = {
  readonly agent: string;
  readonly tool: string;
  readonly toolVersion: string | null;
  readonly resource: string | null;
  readonly args: Readonly<Record<string, unknown>>;
};

type Sha256Hex = (text: string) => string;

/** RFC 8785: one spelling for equal JSON. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("a value without a canonical form");
  return text;
}

/** `sha256:` and the hex of SHA-256 over the canonical form of `{ agent, args, resource, tool, toolVersion }`. */
export const actionDigest = ({ agent, tool, toolVersion, resource, args }: Bound, sha256Hex: Sha256Hex): string =>
  `sha256:${sha256Hex(canonical({ agent, args, resource, tool, toolVersion }))}`;

/**
 * What tells two requests of one idempotency key apart. How long the caller waits is left out: it is about the
 * answer, and a retry after a lost connection may well wait another time.
 */
export const requestHash = (body: Readonly<Record<string, unknown>>, sha256Hex: Sha256Hex): string =>
  sha256Hex(canonical({ ...body, waitMs: 0 }));
