import type { Job } from "@/server/platform/job";
import { foldCosts } from "./keeping";

export const jobs: readonly Job[] = [{ name: "spend.folded", everyMs: 2_000, run: foldCosts }];
