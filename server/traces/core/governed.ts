import type { Step } from "./step";

/** As much of an action as a step is held against. */
export type ActionFacts = {
  readonly id: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly runId: string | null;
  readonly consumedAt: Date | null;
};

export type Authority = {
  readonly actionId: string | null;
  /** Whether the step passed the gate; null where there is nothing to pass. */
  readonly governed: boolean | null;
  /** The step says that it carried out an action that is not its own. */
  readonly isMismatch: boolean;
};

type Asked = Pick<
  Step,
  "kind" | "tool" | "agent" | "claimedActionId" | "traceId" | "spanId" | "parentId" | "runId" | "start" | "end" | "status"
>;

/** Clocks of agents and of Reeve differ a little. */
const SLACK_NS = 5_000_000_000n;

/** Some APIs allow no dots in the names of tools, so that one tool has two spellings. */
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "_");

const isSameTool = (step: Asked, action: ActionFacts) => step.tool !== null && plain(step.tool) === plain(action.toolName);
const isSameAgent = (step: Asked, action: ActionFacts) => step.agent === null || step.agent === action.agentName;

function isDuring(step: Asked, action: ActionFacts): boolean {
  if (action.consumedAt === null) return false;
  const at = BigInt(action.consumedAt.getTime()) * 1_000_000n;
  return at >= step.start - SLACK_NS && (step.end === null || at <= step.end + SLACK_NS);
}

/** The only one, or none: a guess between several would give one call the authority of another. */
const only = (actions: readonly ActionFacts[]): ActionFacts | undefined => (actions.length === 1 ? actions[0] : undefined);

function find(step: Asked, actions: readonly ActionFacts[]): ActionFacts | undefined {
  const fitting = actions.filter((action) => isSameTool(step, action) && isSameAgent(step, action));
  const inTrace = fitting.filter(({ traceId }) => traceId === step.traceId);
  const bySpan =
    only(inTrace.filter(({ spanId }) => spanId === step.spanId)) ??
    only(inTrace.filter(({ spanId }) => spanId !== null && spanId === step.parentId));
  if (bySpan !== undefined) return bySpan;
  const byTrace = only(inTrace.filter((action) => isDuring(step, action)));
  if (byTrace !== undefined || step.runId === null) return byTrace;
  return only(fitting.filter((action) => action.runId === step.runId && isDuring(step, action)));
}

/**
 * By whose authority a tool step ran: the action that it names, if that is its own; else the one of its span, or the only
 * one of its trace or run that this tool consumed meanwhile. Governed is what consumed an action, and what the gate held back or
 * still holds.
 */
export function authorityOf(step: Asked, actions: readonly ActionFacts[]): Authority {
  if (step.kind !== "tool") return { actionId: null, governed: null, isMismatch: false };
  const claimed = step.claimedActionId === null ? undefined : actions.find(({ id }) => id === step.claimedActionId);
  const isOwn = claimed !== undefined && isSameAgent(step, claimed) && (step.tool === null || isSameTool(step, claimed));
  const action = isOwn ? claimed : find(step, actions);
  if (action === undefined) return { actionId: null, governed: false, isMismatch: step.claimedActionId !== null };
  return {
    actionId: action.id,
    governed: action.consumedAt !== null || step.status !== "ok",
    isMismatch: step.claimedActionId !== null && !isOwn,
  };
}

/** Actions by what leads a step to them: their id, their trace, their run. */
export type ActionIndex = { readonly byId: Groups; readonly byTrace: Groups; readonly byRun: Groups };
type Groups = ReadonlyMap<string | null, readonly ActionFacts[]>;

export const indexActions = (actions: readonly ActionFacts[]): ActionIndex => ({
  byId: Map.groupBy(actions, ({ id }) => id),
  byTrace: Map.groupBy(actions, ({ traceId }) => traceId),
  byRun: Map.groupBy(actions, ({ runId }) => runId),
});

/** Those of the actions that a step may have carried out, each once. */
export function actionsFor(step: Asked, { byId, byTrace, byRun }: ActionIndex): readonly ActionFacts[] {
  const named = step.claimedActionId === null ? undefined : byId.get(step.claimedActionId);
  const ofRun = step.runId === null ? undefined : byRun.get(step.runId);
  return [...new Set([...(named ?? []), ...(byTrace.get(step.traceId) ?? []), ...(ofRun ?? [])])];
}
