import { createHash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import { seal } from "@/server/platform/sealed";
import type { Redactor } from "./core/redaction/compile";
import type { Commitments, TakenNote } from "./core/redaction/kept";
import type { Taken } from "./core/redaction/redact";

const SALT_BYTES = 32;
/** What one step or event has commitments for; of more it is said how many. */
const MOST = 256;
export const SEALED_FOR = "traces.redaction";

/** Commits to what was taken out: SHA-256 of a random salt and the value, so that who has the original can show that it was that. */
export function commitTo(taken: readonly Taken[], redactor: Redactor): Commitments | null {
  if (taken.length === 0) return null;
  const kept = taken.slice(0, MOST);
  const salts = randomBytes(SALT_BYTES * kept.length);
  const hashes = kept.map(({ value }, i) =>
    createHash("sha256")
      .update(salts.subarray(i * SALT_BYTES, (i + 1) * SALT_BYTES))
      .update(value)
      .digest(),
  );
  const sealed = kept.map(({ ruleId, value }) => (redactor.isSealed(ruleId) ? seal(value, SEALED_FOR) : null));
  return {
    rulesVersion: redactor.version,
    taken: JSON.stringify(kept.map(({ ruleId, place, times }): TakenNote => [ruleId, place, times])),
    sealed: sealed.every((one) => one === null) ? null : JSON.stringify(sealed),
    salts: salts.toString("hex"),
    commitments: Buffer.concat(hashes).toString("hex"),
    beyond: taken.length - kept.length,
  };
}

/** The forms in which someone may hold a value: as it is, without what was copied around it, and as JSON in one way. */
export function candidatesOf(value: string): readonly Buffer[] {
  const forms = new Set([value, value.trim()]);
  try {
    const parsed: unknown = JSON.parse(value);
    forms.add(typeof parsed === "string" ? parsed : (canonicalize(parsed) ?? value));
  } catch {
    // No JSON: then as it is.
  }
  return [...forms].filter((form) => form !== "").map((form) => Buffer.from(form));
}
