import type { ProblemCode } from "./problems";

/** What is wrong with one field of the input, in words for whoever sent it. */
export type FieldError = { readonly path: string; readonly message: string };

/** An expected "no": a stable code, a sentence for people, and the fields at fault if there are any. */
export type Refusal = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
};

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Refused = { readonly ok: false; readonly refusal: Refusal };
/** An answer that callers must look at: a value, or a refusal. Broken invariants throw instead. */
export type Result<T> = Ok<T> | Refused;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export const refuse = (code: ProblemCode, message: string, more: Omit<Refusal, "code" | "message"> = {}): Refused => ({
  ok: false,
  refusal: { code, message, ...more },
});

/** Stops on a state that the code claims cannot happen. Never used for input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
