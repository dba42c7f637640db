import { byPrecedence } from "./evaluate";
import type { Rule, RuleDefinition } from "./rule";

const STEP = 10;

/** Before the rule of this id; null is behind all others, undefined is where it stands. */
export type Place = string | null | undefined;

const definitionOf = ({ version: _, authorId: __, ...definition }: Rule): RuleDefinition => definition;

/** The rules as they are tried, numbered anew: what an old tie meant is kept. */
const numbered = (rules: readonly RuleDefinition[]): RuleDefinition[] =>
  rules.map((rule, index) => ({ ...rule, order: (index + 1) * STEP }));

/** The rules of a set as their authors wrote them, without one of them. */
export const rulesWithout = (rules: readonly Rule[], ruleId: string): RuleDefinition[] =>
  numbered(
    rules
      .toSorted(byPrecedence)
      .filter((rule) => rule.id !== ruleId)
      .map(definitionOf),
  );

/** The rules of a set with this one in its place, added or changed. A place before a rule that is gone is the last one. */
export function rulesWith(rules: readonly Rule[], changed: RuleDefinition, before: Place): RuleDefinition[] {
  const sorted = rules.toSorted(byPrecedence);
  const others = rulesWithout(rules, changed.id);
  const stands = sorted.findIndex((rule) => rule.id === changed.id);
  const wanted = before === undefined ? stands : others.findIndex((rule) => rule.id === before);
  return numbered(others.toSpliced(wanted < 0 ? others.length : wanted, 0, changed));
}
