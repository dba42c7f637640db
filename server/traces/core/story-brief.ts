import { listWords } from "@/server/kernel/list-words";
import { cleanLine } from "@/server/kernel/untrusted";
import { authorOf, isWaiting, ruleLink } from "./story-authority";
import { changesOf } from "./story-changes";
import { goalOf, quote, quoteOf } from "./story-quotes";
import type { BriefLine, Quote, StoryAction, StoryFacts, StoryPart, StoryStep, StoryTrace } from "./story-schema";
import { turnsOf } from "./story-turns";
import { costWords, counted, named, tokenWords } from "./words";

/** As many lines as an answer has before it says how many more there are. */
const MOST_LINES = 5;
const EXCERPT = 280;

type Lines = readonly (readonly StoryPart[])[];

const line = (key: string, label: string, lines: Lines, more: Partial<Omit<BriefLine, "key" | "label">> = {}): BriefLine => ({
  key,
  label,
  lines: lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), [`and ${lines.length - MOST_LINES} more`]] : lines,
  note: null,
  quote: null,
  isAlarm: false,
  ...more,
});

/** The answers that whoever looks into a run needs first: who, why, with what, what changed, by whose authority, what it cost. */
export function briefOf(trace: StoryTrace, steps: readonly StoryStep[], facts: StoryFacts): BriefLine[] {
  return [
    initiatorLine(trace, steps, facts),
    agentLine(trace, facts),
    reasonLine(steps, facts),
    toolsLine(steps),
    changedLine(trace, facts),
    authorityLine(trace, facts),
    endLine(trace, facts),
  ];
}

function initiatorLine({ initiator }: StoryTrace, steps: readonly StoryStep[], facts: StoryFacts): BriefLine {
  const goal = goalOf(steps, facts);
  const about = { quote: goal === null ? null : quote(goal.text, goal.writer, EXCERPT) };
  if (initiator === null) return line("initiator", "Set off by", [["Not said"]], { ...about, note: "Its telemetry names nobody." });
  const id = named(initiator.id);
  const who = facts.initiator === null ? id : `${named(facts.initiator)} (${id})`;
  return line("initiator", "Set off by", [[who]], { ...about, note: "As the agent says." });
}

function agentLine({ agent, agents }: StoryTrace, { owners }: StoryFacts): BriefLine {
  const others = agents.filter((name) => name !== agent).map(named);
  const owner = owners.get(agent ?? "");
  const note = [
    owner === undefined ? "No owner on record" : `Owned by ${named(owner)}`,
    ...(others.length > 0 ? [`with ${listWords(others.slice(0, 4), "and")}`] : []),
  ];
  return line("agent", "Done by", [[agent === null ? "An agent that does not name itself" : named(agent)]], { note: note.join(", ") });
}

/** The reasoning upon which the weightiest thing was done: what the gate was asked, else the first thing that was said. */
function reasoningOf(steps: readonly StoryStep[], facts: StoryFacts): Quote | null {
  const weighty = facts.actions.filter(
    ({ approval, decision, changes }) => approval !== null || decision !== "allow" || changes.length > 0,
  );
  for (const { reasoning, agent } of [...weighty, ...facts.actions]) {
    const found = quote(reasoning, named(agent), EXCERPT);
    if (found !== null) return found;
  }
  const turns = turnsOf(steps);
  const acted = turns.filter(({ deeds }) => deeds.some(({ kind }) => kind === "tool"));
  for (const { decision } of [...acted, ...turns]) {
    const found = decision === null ? null : quoteOf(decision, facts);
    if (found !== null) return quote(found.text, found.writer, EXCERPT);
  }
  return null;
}

function reasonLine(steps: readonly StoryStep[], facts: StoryFacts): BriefLine {
  const found = reasoningOf(steps, facts);
  if (found !== null) return line("reasoning", "Reasoning", [], { quote: found });
  return line("reasoning", "Reasoning", [[facts.isClosed ? "Not shown to your role" : "None was sent"]]);
}

function toolsLine(steps: readonly StoryStep[]): BriefLine {
  const calls = Map.groupBy(
    steps.filter(({ kind }) => kind === "tool"),
    ({ tool, name }) => named(tool ?? name),
  );
  const lines = [...calls]
    .sort(([, a], [, b]) => Number(hasUngoverned(b)) - Number(hasUngoverned(a)) || b.length - a.length)
    .map(([name, own]): StoryPart[] => [
      { kind: "code", text: name },
      `${own.length === 1 ? "" : ` ${own.length.toLocaleString("en-GB")} ×`}${hasUngoverned(own) ? ", ungoverned" : ""}`,
    ]);
  return line("tools", "Tools called", lines.length === 0 ? [["None"]] : lines);
}

const hasUngoverned = (steps: readonly StoryStep[]): boolean => steps.some(({ governed }) => governed === false);

function changedLine({ ungoverned }: StoryTrace, { actions }: StoryFacts): BriefLine {
  const lines = actions
    .flatMap(changesOf)
    .map(({ resource, what, before, after }): StoryPart[] => [
      { kind: "code", text: resource },
      `${what === "" ? "" : ` ${what}`}: ${before} → ${after}`,
    ]);
  const unknown = ungoverned === 0 ? null : `What the ${counted(ungoverned, "ungoverned call")} changed is not on record.`;
  return line("changed", "Changed", lines.length === 0 ? [["Nothing on record"]] : lines, { note: unknown, isAlarm: false });
}

function authorityLine({ toolSteps, ungoverned }: StoryTrace, facts: StoryFacts): BriefLine {
  const weighty = facts.actions.filter(({ approval, decision }) => approval !== null || decision !== "allow");
  const others = facts.actions.filter((action) => !weighty.includes(action));
  const alike = Map.groupBy(others, (action) => `${action.tool} ${action.rule?.id} ${action.rule?.version} ${action.grantId}`);
  const lines = [
    ...weighty.map(weightyParts),
    ...[...alike.values()].flatMap((own): StoryPart[][] => (own[0] === undefined ? [] : [quietParts(own[0], own.length)])),
  ];
  const nobody =
    ungoverned === 0
      ? null
      : `${counted(ungoverned, "call")} by nobody’s: the gate did not let ${ungoverned === 1 ? "it" : "them"} through.`;
  const none = toolSteps === 0 ? "Nothing needed any" : ungoverned > 0 ? "Nobody’s" : "None on record";
  return line("authority", "Authority", lines.length === 0 ? [[none]] : lines, { note: nobody, isAlarm: nobody !== null });
}

const VERDICTS = { allow: "allowed", deny: "refused", pending: "held" } as const;

const STATES: { readonly [state: string]: string } = {
  approved: "approved it",
  rejected: "rejected it",
  revoked: "approved it; taken back since",
};

function weightyParts(action: StoryAction): StoryPart[] {
  const { tool, approval, rule, decision } = action;
  const held: StoryPart[] = rule === null ? [] : [", held by ", ...ruleLink(rule)];
  const code: StoryPart = { kind: "code", text: cleanLine(tool, 80) };
  if (approval === null) return [code, `: ${VERDICTS[decision]} by `, ...authorOf(action)];
  const link: StoryPart = {
    kind: "link",
    href: `/queue/${approval.id}`,
    text: approval.decided?.by == null ? "the request" : named(approval.decided.by),
  };
  if (approval.decided === null) return [code, ": waits for people, ", link, ...held];
  if (approval.decided.by === null) return [code, `: ${approval.state} without a decision, `, link, ...held];
  return [code, ": ", link, ` ${STATES[approval.state] ?? approval.state}`, ...held];
}

const quietParts = (action: StoryAction, count: number): StoryPart[] => [
  { kind: "code", text: cleanLine(action.tool, 80) },
  `${count === 1 ? "" : ` ${count} ×`}: allowed by `,
  ...authorOf(action),
  ...(action.grant === null ? [] : [`of ${named(action.grant.author)}`]),
];

const ENDINGS = { ok: "Done", error: "Failed", running: "Still running" } as const;

function endLine(trace: StoryTrace, facts: StoryFacts): BriefLine {
  const cost = costWords(trace);
  const tokens = Number(trace.inputTokens) + Number(trace.outputTokens);
  const costs = cost === null ? "no model called" : trace.costMicroUsd === null ? "cost unknown" : cost;
  const note = tokens === 0 ? null : `${tokenWords(tokens)} tokens in ${counted(trace.llmSteps, "model call")}`;
  return line("end", "Outcome", [[`${isWaiting(facts) ? "Waiting for people" : ENDINGS[trace.status]}, ${costs}`]], {
    note,
    isAlarm: trace.status === "error",
  });
}
