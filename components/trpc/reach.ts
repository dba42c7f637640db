/** Whether the desk can work: its database is away, the whole of Reeve does not answer, or nothing is known to be wrong. */
export type Reach = "here" | "database" | "reeve";

const PROBE = "/api/health/ready";
/** The server gives its database three seconds. */
const PATIENCE_MS = 5_000;
const ASK_AGAIN_MS = 2_000;

let reach: Reach = "here";
let asking: Promise<Reach> | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

async function probe(): Promise<Reach> {
  try {
    const response = await fetch(PROBE, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return "here";
    return response.headers.get("content-type")?.startsWith("application/problem+json") ? "database" : "reeve";
  } catch {
    return "reeve";
  }
}

/** Asks the server whether it is in reach now. While it is not, this goes on asking by itself. */
export function askReach(): Promise<Reach> {
  asking ??= probe()
    .then(sayReach)
    .finally(() => {
      asking = null;
      keepAsking();
    });
  return asking;
}

function keepAsking(): void {
  if (reach === "here" || timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    void askReach();
  }, ASK_AGAIN_MS);
}

/** For who has it from the server itself. That it is away is asked for from then on. */
export function sayReach(next: Reach): Reach {
  if (next === reach) return reach;
  reach = next;
  for (const listener of listeners) listener();
  keepAsking();
  return reach;
}

export const currentReach = (): Reach => reach;

/** Calls the listener whenever the answer of `currentReach` is another one, until the answer is called. */
export function onReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
