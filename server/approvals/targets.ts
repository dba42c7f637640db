import { remembered } from "@/server/platform/remembered";
import type { RiskTier } from "./core/deadlines";
import { DEFAULT_TARGETS, type Target } from "./core/targets";
import * as store from "./store";

const REMEMBERED_MS = 5_000;
const targets = remembered(REMEMBERED_MS, () => store.listTargets());

/** How fast requests of a risk tier are to be decided where their rule does not say. */
export async function targetOf(riskTier: RiskTier): Promise<Target> {
  return (await targets("all")).find((target) => target.riskTier === riskTier) ?? DEFAULT_TARGETS[riskTier];
}
