import { type AskedAction, askedIn } from "@/server/actions/asked";
import { readGrant } from "@/server/grants/ledger";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { type Asked, type AskedPeople, type Standing, standingOf } from "./core/standing";
import { toLine } from "./present";
import { findTraces } from "./standing-store";
import type { TraceRow } from "./trace-store";

export type { AskedPeople };

/** What people were asked about actions: known to a domain that comes after this one. */
export type StandingsOf = (actionIds: readonly string[]) => Promise<ReadonlyMap<string, AskedPeople>>;

/** As many grants as are named on one page. */
const MOST_GRANTS = 40;

async function grantorsOf(actor: PersonActor, actions: readonly AskedAction[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(actions.flatMap(({ grantId }) => grantId ?? []))].slice(0, MOST_GRANTS);
  const grants = await Promise.all(ids.map((id) => readGrant(actor, id)));
  return new Map(grants.flatMap((grant) => (grant.ok ? [[grant.value.id, grant.value.author.name] as const] : [])));
}

const isOf = ({ id, runId }: TraceRow, action: AskedAction): boolean =>
  action.traceId === null ? runId !== null && action.runId === runId : action.traceId === id;

/** How these runs ended, by whose authority, and how much of each was waiting for people; by trace. */
export async function readStandings(
  actor: PersonActor,
  traceIds: readonly string[],
  standingsOf: StandingsOf,
): Promise<Result<{ readonly [traceId: string]: Standing }>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const traces = await findTraces(traceIds);
  const actions = await askedIn(
    traces.map(({ id }) => id),
    traces.flatMap(({ runId }) => runId ?? []),
  );
  const [people, grantors] = await Promise.all([standingsOf(actions.map(({ id }) => id)), grantorsOf(actor, actions)]);
  const nowMs = clock.now().getTime();
  const toAsked = (action: AskedAction): Asked => ({
    decision: action.decision,
    isTakenBack: action.isTakenBack,
    cause: action.cause,
    rule: action.rule,
    grantBy: action.grantId === null ? null : (grantors.get(action.grantId) ?? "somebody"),
    isEdited: action.isEdited,
    askedMs: action.askedAt.getTime(),
    people: people.get(action.id) ?? null,
  });
  return ok(
    Object.fromEntries(
      traces.map((trace) => {
        const run = { ...toLine(trace), firstMs: trace.firstAt.getTime(), lastMs: trace.lastAt.getTime() };
        return [trace.id, standingOf(run, actions.filter((action) => isOf(trace, action)).map(toAsked), nowMs)];
      }),
    ),
  );
}
