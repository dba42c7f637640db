import type { Job } from "@/server/platform/job";
import { lapseRestores } from "./reinstatements";

const MINUTE_MS = 60_000;

export const jobs: readonly Job[] = [{ name: "fleet.restores", everyMs: MINUTE_MS, run: async (now) => void (await lapseRestores(now)) }];
