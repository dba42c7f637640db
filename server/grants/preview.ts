import { type PastAction, pastAsked } from "@/server/actions/past";
import { actionsById } from "@/server/actions/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { isInScope, type Scope } from "./core/scope";
import type { Preview, PreviewInput } from "./schema";

const DAYS = 30;
const DAY_MS = 86_400_000;
const MOST = 5_000;
const SHOWN = 10;

function endings(calls: readonly PastAction[]): Preview["ended"] {
  const counts = new Map<PastAction["state"], number>();
  for (const { state } of calls) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, count })).toSorted((a, b) => b.count - a.count);
}

const argsOf = ({ args }: PastAction) => JSON.parse(args) as Record<string, unknown>;

/** What a grant of this scope would have let through of the last days' calls that asked people, with how those ended. */
export async function previewGrant(actor: PersonActor, input: PreviewInput): Promise<Result<Preview>> {
  if (!access.preview(actor)) return refuse("forbidden", "Only approvers compare past calls by their arguments.");
  const [action] = await actionsById([input.actionId]);
  if (action === undefined) return refuse("not_found", "There is no such action.");
  const { agentName, toolName, digest } = action;
  const since = new Date(clock.now().getTime() - DAYS * DAY_MS);
  const past = await pastAsked({ agentName, toolName, since, except: action.id }, MOST);
  const scope: Scope = input.scope.kind === "call" ? { kind: "call", digest } : input.scope;
  const calls = past.filter(
    (call) => (!input.isThisRun || call.runId === action.runId) && isInScope(scope, { ...call, args: argsOf(call) }),
  );
  const amounts = calls.flatMap((call) => (call.amountMicroUsd === null ? [] : BigInt(call.amountMicroUsd)));
  return ok({
    days: DAYS,
    asked: past.length,
    isCut: past.length === MOST,
    count: calls.length,
    amountMicroUsd: amounts.reduce((sum, amount) => sum + amount, 0n).toString(),
    unstated: calls.length - amounts.length,
    ended: endings(calls),
    newest: calls.slice(0, SHOWN).map((call) => ({
      actionId: call.id,
      at: call.createdAt.toISOString(),
      title: call.summary,
      state: call.state,
      cause: call.cause,
      amountMicroUsd: call.amountMicroUsd,
    })),
  });
}
