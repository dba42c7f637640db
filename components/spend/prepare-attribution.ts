import type { AttributedShare, AttributionPage } from "@/server/traces/attribution-schema";

export type RuleDraft = {
  readonly service: string;
  readonly agent: string;
  readonly attribute: string;
  readonly value: string;
  readonly giveAgent: string;
  readonly giveTeam: string;
  readonly giveTask: string;
};
export const EMPTY_RULE: RuleDraft = { service: "", agent: "", attribute: "", value: "", giveAgent: "", giveTeam: "", giveTask: "" };

type Rule = AttributionPage["rules"][number];
const said = (text: string): string | null => text.trim() || null;

export const draftOf = ({ when, give }: Rule): RuleDraft => ({
  service: when.service ?? "",
  agent: when.agent ?? "",
  attribute: when.attribute?.name ?? "",
  value: when.attribute?.value ?? "",
  giveAgent: give.agent ?? "",
  giveTeam: give.team ?? "",
  giveTask: give.taskClass ?? "",
});

/** What a draft says; an attribute without a value is none. */
export const ruleOf = (draft: RuleDraft): Rule => {
  const [name, value] = [said(draft.attribute), said(draft.value)];
  return {
    when: { service: said(draft.service), agent: said(draft.agent), attribute: name === null || value === null ? null : { name, value } },
    give: { agent: said(draft.giveAgent), team: said(draft.giveTeam), taskClass: said(draft.giveTask) },
  };
};

/** What is missing from a draft; null when nothing is. */
export function faultOf(draft: RuleDraft): string | null {
  const { when, give } = ruleOf(draft);
  if ((said(draft.attribute) === null) !== (said(draft.value) === null)) return "An attribute needs its value, and a value its attribute.";
  if (when.service === null && when.agent === null && when.attribute === null)
    return "Say what it goes by: a source, an agent or an attribute.";
  if (give.agent === null && give.team === null && give.taskClass === null) return "Say whose it is: an agent, a team or a task class.";
  return null;
}

/** A rule as a sentence: "What came from erp-sync belongs to the team Procurement." */
export function ruleWords({ when, give }: Rule): string {
  const by = [
    ...(when.service === null ? [] : [`from ${when.service}`]),
    ...(when.agent === null ? [] : [`of ${when.agent}`]),
    ...(when.attribute === null ? [] : [`with ${when.attribute.name} = ${when.attribute.value}`]),
  ];
  const to = [
    ...(give.agent === null ? [] : [`the agent ${give.agent}`]),
    ...(give.team === null ? [] : [`the team ${give.team}`]),
    ...(give.taskClass === null ? [] : [`the task ${give.taskClass}`]),
  ];
  return `What came ${by.join(" ")} belongs to ${to.join(", ")}.`;
}

export const SHARES = [
  { name: "Agent", key: "agentMicroUsd" },
  { name: "Team", key: "teamMicroUsd" },
  { name: "Task class", key: "taskClassMicroUsd" },
] as const satisfies readonly { readonly name: string; readonly key: keyof AttributedShare }[];

/** Moves one of some things by a place, if there is one. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const [one, other] = [list[from], list[from + by]];
  return one === undefined || other === undefined ? list : list.with(from, other).with(from + by, one);
}
