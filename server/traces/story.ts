import type { ActionDetail } from "@/server/actions/schema";
import { getActionForPeople } from "@/server/actions/service";
import { tracedActions } from "@/server/actions/traced";
import { readAgent } from "@/server/fleet/agents";
import { listTools } from "@/server/fleet/tools";
import { readGrant } from "@/server/grants/ledger";
import { findPersonByEmail } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { exchangesOf } from "./conversation";
import type { Story, StoryAction, StoryApproval, StoryFacts, StoryStep } from "./core/story-schema";
import { quotedSteps } from "./core/story-turns";
import { tellStory } from "./core/tell-story";
import { toAnswer, toLine } from "./present";
import { loadTrace } from "./service";
import type { TraceRow } from "./trace-store";

export type { StoryApproval };

/** What people were asked about actions and what they said: known to a domain that comes after this one. */
export type ToldOfActions = (actor: PersonActor, actionIds: readonly string[]) => Promise<Result<ReadonlyMap<string, StoryApproval>>>;

/** As many actions as a story tells; beyond, it says how many it leaves out. */
const MOST_ACTIONS = 80;
/** Agents whose owners are named. */
const MOST_AGENTS = 12;

/** The decision chain of a trace in plain words, from the record alone, as much of it as this reader may see. */
export async function readStory(actor: PersonActor, traceId: string, toldOf: ToldOfActions): Promise<Result<Story>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you traces.");
  const shaped = await loadTrace(traceId);
  if (shaped === null) return refuse("not_found", "There is no such trace.");
  const steps = toAnswer(shaped).steps.map((step, i): StoryStep => ({ ...step, place: i + 1 }));
  const trace = toLine(shaped.trace);
  const isClosed = !access.readPayloads(actor);
  const [said, actions, initiator, owners, tools] = await Promise.all([
    isClosed ? new Map() : exchangesOf(shaped.trace, quotedSteps(steps)),
    readActions(actor, shaped.trace, steps, toldOf),
    trace.initiator?.id.includes("@") ? findPersonByEmail(trace.initiator.id) : null,
    ownersOf(actor, trace.agent === null ? trace.agents : [trace.agent, ...trace.agents]),
    listTools(actor),
  ]);
  if (!actions.ok) return actions;
  const facts: StoryFacts = {
    said,
    ...actions.value,
    initiator: initiator?.name ?? null,
    owners,
    sideEffects: new Map(tools.ok ? tools.value.map(({ name, sideEffect }) => [name, sideEffect]) : []),
    isClosed,
    cut: Math.max(0, trace.steps - steps.length),
  };
  return ok(tellStory(trace, steps, facts, clock.now().toISOString()));
}

/** The actions of a trace in the order in which they were asked: those of its steps, and those that name it. */
async function readActions(
  actor: PersonActor,
  trace: TraceRow,
  steps: readonly StoryStep[],
  toldOf: ToldOfActions,
): Promise<Result<Pick<StoryFacts, "actions" | "unread">>> {
  const named = (await tracedActions(new Set(), new Set([trace.id]), new Set())).map(({ id }) => id);
  const ids = [...new Set([...steps.flatMap(({ actionId }) => actionId ?? []), ...named])].sort(); // ids are in the order of time
  const read = ids.slice(0, MOST_ACTIONS);
  const told = await toldOf(actor, read);
  if (!told.ok) return told;
  const details = await Promise.all(read.map((id) => getActionForPeople(actor, id)));
  const actions: StoryAction[] = [];
  for (const detail of details) {
    if (detail.ok) actions.push(await toStoryAction(actor, detail.value, told.value.get(detail.value.id) ?? null));
  }
  return ok({ actions, unread: ids.length - read.length });
}

async function toStoryAction(actor: PersonActor, action: ActionDetail, approval: StoryApproval | null): Promise<StoryAction> {
  const { record, receipt, rule } = action;
  const grantId = record.grantId ?? null;
  const grant = grantId === null ? null : await readGrant(actor, grantId);
  return {
    id: action.id,
    agent: action.agentName,
    tool: action.toolName,
    spanId: action.run.spanId,
    sideEffect: action.sideEffect,
    summary: action.summary,
    decision: action.decision,
    cause: action.cause,
    reason: action.reason,
    reasoning: action.reasoning,
    rule: rule === null ? null : { ...rule, name: record.evaluation?.rule?.name ?? rule.id },
    grantId,
    grant: grant?.ok ? { author: grant.value.author.name, endsAt: grant.value.endsAt } : null,
    askedAt: action.createdAt,
    decidedAt: action.decidedAt,
    approvalId: approval?.id ?? null,
    decidedBy: approval?.decided?.by ?? null,
    consumedAt: action.consumedAt,
    receivedAt: action.receivedAt,
    outcome: receipt?.accepted ? receipt.status : null,
    changes: receipt?.accepted ? (receipt.changes ?? []) : [],
    flag: action.flag,
    isVeiled: action.hiddenBecause !== null,
    approval,
  };
}

/** Who owns these agents, by agent; those without an owner or a place in the registry are left out. */
async function ownersOf(actor: PersonActor, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  for (const name of [...new Set(names)].slice(0, MOST_AGENTS)) {
    const agent = await readAgent(actor, name);
    if (agent.ok && agent.value.owner !== null) owners.set(name, agent.value.owner.name);
  }
  return owners;
}
