import { settledOf } from "@/server/actions/lifecycle";

const POLL_MS = 200;

type Waiter = { readonly wake: () => void; readonly fail: (error: unknown) => void };
/** Who waits in this process, by action. Waiters hold no database connection: one query asks for all of them. */
type Hub = { readonly waiters: Map<string, Set<Waiter>>; isRunning: boolean };

// Next.js loads modules once a bundle; the process must still ask only once.
const shared = globalThis as typeof globalThis & { reeveWaiting?: Hub };

function hub(): Hub {
  shared.reeveWaiting ??= { waiters: new Map(), isRunning: false };
  return shared.reeveWaiting;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask(waiters: ReadonlyMap<string, ReadonlySet<Waiter>>): Promise<void> {
  const asked = new Map([...waiters].map(([id, group]) => [id, [...group]]));
  try {
    for (const id of await settledOf([...asked.keys()])) for (const waiter of asked.get(id) ?? []) waiter.wake();
  } catch (error) {
    // The database is away: those who wait are told so, rather than left until their time is over.
    for (const waiter of [...asked.values()].flat()) waiter.fail(error);
  }
}

async function poll(): Promise<void> {
  const state = hub();
  if (state.isRunning) return;
  state.isRunning = true;
  while (state.waiters.size > 0) {
    await pause(POLL_MS);
    await ask(state.waiters);
  }
  state.isRunning = false;
}

/**
 * Waits until the action is decided, `waitMs` have passed or the caller is gone, whichever comes first. Rejects when
 * the database cannot be asked.
 */
export function untilSettled(actionId: string, waitMs: number, signal?: AbortSignal): Promise<void> {
  if (waitMs <= 0 || signal?.aborted) return Promise.resolve();
  const { waiters } = hub();
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", waiter.wake);
      const others = waiters.get(actionId);
      others?.delete(waiter);
      if (others?.size === 0) waiters.delete(actionId);
    };
    const waiter: Waiter = {
      wake: () => {
        leave();
        resolve();
      },
      fail: (error) => {
        leave();
        reject(error);
      },
    };
    const timer = setTimeout(waiter.wake, waitMs);
    signal?.addEventListener("abort", waiter.wake, { once: true });
    const group = waiters.get(actionId) ?? new Set();
    group.add(waiter);
    waiters.set(actionId, group);
    void poll();
  });
}
