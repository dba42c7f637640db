import { targetsOf, usableChains } from "@/server/escalation/service";
import { policyInForce } from "@/server/policies/service";
import { listTargetRows } from "./target-store";

/** What in force rests on a calendar, an on-call schedule or a chain, in words: rules, targets of risk tiers, chains. */
export async function usesOf(id: string): Promise<readonly string[]> {
  const [{ rules }, targets, chains] = await Promise.all([policyInForce(), listTargetRows(), usableChains()]);
  return [
    ...rules
      .filter(({ mode, approval }) => {
        if (mode === "off" || approval === null) return false;
        return [approval.calendarId, approval.chainId, ...approval.stages.flatMap(({ onCall }) => onCall)].includes(id);
      })
      .map(({ name }) => `the rule "${name}"`),
    ...targets
      .filter(({ calendarId, chainId }) => calendarId === id || chainId === id)
      .map(({ riskTier }) => `the target of risk tier ${riskTier}`),
    ...chains
      .filter((chain) => targetsOf(chain).some((target) => "id" in target && target.id === id))
      .map(({ name }) => `the chain "${name}"`),
  ];
}
