import type { Result } from "@/server/kernel/result";

/** The value of an answer that the seed cannot go on without. Throws with the refusal's words. */
export function expectOk<T>(result: Result<T>, what: string): T {
  if (result.ok) return result.value;
  const details = (result.refusal.errors ?? []).map((error) => `${error.path}: ${error.message}`).join(", ");
  throw new Error(`seeding the demo: ${what}: ${result.refusal.code}, ${result.refusal.message} ${details}`);
}
