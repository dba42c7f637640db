import type { Job } from "@/server/platform/job";
import { settleBudgets } from "./settling";

export const jobs: readonly Job[] = [{ name: "budgets.settled", everyMs: 1_000, run: settleBudgets }];
