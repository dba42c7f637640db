import type { Job } from "@/server/platform/job";
import { endStale } from "./sweeps";

/** Puts on record what is over. The gate looks for itself: no grant lasts a moment longer because a worker is late. */
export const jobs: readonly Job[] = [{ name: "grants.ends", everyMs: 1_000, run: async (now) => void (await endStale(now)) }];
