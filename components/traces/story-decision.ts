import { listWords } from "@/server/kernel/list-words";
import type { Skeleton } from "@/server/traces/schema";
import { momentOf, type SkeletonStep } from "./read-skeleton";
import { quoteOf, saidOf } from "./story-quotes";
import type { Chapter, StoryAction, StoryFacts, StoryPart, Turn } from "./story-schema";
import { counted, lastingWords, named } from "./trace-words";

/** Deeds of one name in a turn are told in one sentence. */
type Deeds = { readonly name: string; readonly steps: readonly SkeletonStep[] };

const nameOf = (step: SkeletonStep): string => named(step.kind === "tool" ? (step.tool ?? step.name) : step.name);

function groupsOf(deeds: readonly SkeletonStep[]): Deeds[] {
  // What passed the gate, or should have, is told call by call.
  const keyOf = (step: SkeletonStep) => (step.actionId === null ? `${step.kind} ${nameOf(step)} ${step.isUngoverned}` : step.spanId);
  return [...Map.groupBy(deeds, keyOf).values()].flatMap((steps) => (steps[0] === undefined ? [] : [{ name: nameOf(steps[0]), steps }]));
}

const VERBS: { readonly [kind: string]: string } = {
  retrieval: "searched with",
  guardrail: "was checked by",
  handoff: "handed over:",
  approval: "waited for a person:",
};

/** One turn as a chapter; null when nothing of it is worth telling. */
export function chapterOfDecision(skeleton: Skeleton, turn: Turn, facts: StoryFacts): Chapter | null {
  const { decision, deeds } = turn;
  const first = decision ?? deeds[0];
  if (first === undefined) return null;
  const groups = groupsOf(deeds);
  const gated = deeds.flatMap(({ actionId }) => (actionId === null ? [] : (facts.actions.get(actionId) ?? [])));
  const quote = decision === null ? null : quoteOf(decision, saidOf(facts.contents.get(decision.spanId)));
  const isFailed = decision?.status === "error";
  // The last answer is told where the story ends.
  if (groups.length === 0 && !isFailed) return null;
  return {
    key: first.spanId,
    at: momentOf(skeleton, first.offsetUs),
    mark: markOf(deeds, gated, isFailed),
    heading: headingOf(first, groups, gated, isFailed),
    parts: [...(decision === null ? [] : decisionParts(decision)), ...groups.flatMap((group) => deedParts(group, facts))],
    quote,
  };
}

function markOf(deeds: readonly SkeletonStep[], gated: readonly StoryAction[], isFailed: boolean): Chapter["mark"] {
  if (deeds.some(({ isUngoverned }) => isUngoverned)) return "ungoverned";
  if (gated.some((action) => action.decision === "pending")) return "held";
  if (gated.length > 0) return "decided";
  return isFailed ? "failed" : "plain";
}

function headingOf(first: SkeletonStep, groups: readonly Deeds[], gated: readonly StoryAction[], isFailed: boolean): string {
  const agent = first.agent === null ? "The agent" : named(first.agent);
  const [action] = gated;
  if (action !== undefined) return `${agent} ${outcomeWords(action)}`;
  if (groups.length === 0) return isFailed ? `${agent} asked the model, and that failed` : `${agent} answered`;
  const names = groups.map(({ name }) => name);
  const some = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} others`] : names;
  return `${agent} used ${listWords(some, "and")}`;
}

function outcomeWords({ decision, decidedBy }: StoryAction): string {
  if (decision === "pending") return "asked, and waits for a person";
  const by = decidedBy === null ? "" : ` by ${named(decidedBy)}`;
  return decision === "deny" ? `was refused${by}` : `acted, and was allowed to${by}`;
}

const stepPart = (step: SkeletonStep): StoryPart => ({ kind: "step", spanId: step.spanId, text: `step ${step.index + 1}` });

const decisionParts = (decision: SkeletonStep): StoryPart[] => [
  `${decision.model === null ? "A model" : named(decision.model)} was asked`,
  decision.status === "error"
    ? ", and the call failed "
    : decision.durationUs === null
      ? " "
      : `, and answered in ${lastingWords(decision.durationUs)} `,
  stepPart(decision),
  ". ",
];

function countWords(steps: readonly SkeletonStep[]): string {
  const failed = steps.filter(({ status }) => status === "error").length;
  if (steps.length === 1) return failed === 0 ? " " : ", and it failed ";
  const times = `, ${counted(steps.length, "time")}`;
  return failed === 0 ? `${times} ` : `${times}, of which ${failed} failed `;
}

function deedParts({ name, steps }: Deeds, facts: StoryFacts): StoryPart[] {
  const [first] = steps;
  if (first === undefined) return [];
  const action = first.actionId === null ? undefined : facts.actions.get(first.actionId);
  return [
    `It ${VERBS[first.kind] ?? "called"} `,
    first.kind === "tool" || first.kind === "retrieval" ? { kind: "code", text: name } : name,
    countWords(steps),
    stepPart(first),
    ". ",
    ...(first.isUngoverned ? [`Nobody decided ${steps.length === 1 ? "this call" : "these calls"}: the gate was not asked. `] : []),
    ...(action === undefined ? [] : authorityParts(action)),
  ];
}

/** What was done, in the words of its record, and by whose authority. */
export function authorityParts(action: StoryAction): StoryPart[] {
  const rule: StoryPart[] =
    action.rule === null
      ? []
      : [
          "the rule ",
          { kind: "link", href: `/policies?rule=${encodeURIComponent(action.rule.id)}`, text: named(action.rule.name) },
          `, version ${action.rule.version}, `,
        ];
  const grant: StoryPart[] =
    action.grantId === null
      ? []
      : ["a ", { kind: "link", href: `/queue/grants?open=${encodeURIComponent(action.grantId)}`, text: "standing grant" }, " "];
  const by = grant.length > 0 ? grant : rule.length > 0 ? rule : ["the gate "];
  const request: StoryPart[] =
    action.approvalId === null ? [] : ["See ", { kind: "link", href: `/queue/${action.approvalId}`, text: "the request" }, ". "];
  return [`On record: ${named(action.summary)}. By `, ...by, verdictWords(action), ...request];
}

function verdictWords({ approvalId, decidedBy, decidedAt, askedAt, decision }: StoryAction): string {
  const verdict = decision === "deny" ? "refused" : "allowed";
  if (approvalId === null) return `it was ${verdict}. `;
  if (decision === "pending" || decidedAt === null) return "it was put before people, and nobody has decided yet. ";
  const waited = lastingWords((Date.parse(decidedAt) - Date.parse(askedAt)) * 1_000);
  const by = decidedBy === null ? "it was" : `${named(decidedBy)}`;
  return `it was put before people; ${by} ${verdict}${decidedBy === null ? "" : " it"} after ${waited}. `;
}
