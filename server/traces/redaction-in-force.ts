import { invariant } from "@/server/kernel/result";
import { compileRules, type Redactor } from "./core/redaction/compile";
import { type RuleSet, SHIPPED } from "./core/redaction/rule";
import { findRules, rulesVersion } from "./redaction-store";

// Next.js loads modules once a bundle; the process must still remember once.
const shared = globalThis as typeof globalThis & { reeveRedactor?: Redactor };

/** A version of the rules; they are never changed. */
export async function ruleSet(version: number): Promise<RuleSet> {
  if (version === 0) return SHIPPED;
  const rules = await findRules(version);
  invariant(rules !== null, `there is no version ${version} of the rules`);
  return rules;
}

/** The rules in force as of now. */
export const rulesInForce = async (): Promise<RuleSet> => ruleSet(await rulesVersion());

/** The rules in force as of now, ready to be applied. */
export async function freshRedactor(): Promise<Redactor> {
  const version = await rulesVersion();
  const known = shared.reeveRedactor;
  if (known?.version === version) return known;
  const redactor = compileRules(await ruleSet(version));
  shared.reeveRedactor = redactor;
  return redactor;
}

/** The rules as this process last knew them: whoever stores by them holds them against those in force, in the same transaction. */
export const knownRedactor = (): Promise<Redactor> =>
  shared.reeveRedactor === undefined ? freshRedactor() : Promise.resolve(shared.reeveRedactor);

/** What was prepared was prepared by rules that are no longer in force. */
export class RulesChanged extends Error {}
