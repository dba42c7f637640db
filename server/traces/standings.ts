import { type AskedAction, askedIn, turnedAfter, whereAsked, whereToFollow } from "@/server/actions/asked";
import { agentPlaces } from "@/server/fleet/places";
import { readGrant } from "@/server/grants/ledger";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { type Asked, type AskedPeople, GATE_OUTCOMES, type Standing, standingOf } from "./core/standing";
import { toLine } from "./present";
import { findTraces, findTracesOf, type LookedAt, listUntold, noteStandings, type Untold } from "./standing-store";
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

const toAsked = (action: AskedAction, grantors: ReadonlyMap<string, string>, people: ReadonlyMap<string, AskedPeople>): Asked => ({
  decision: action.decision,
  isTakenBack: action.isTakenBack,
  cause: action.cause,
  rule: action.rule,
  grantBy: action.grantId === null ? null : (grantors.get(action.grantId) ?? "somebody"),
  isEdited: action.isEdited,
  askedMs: action.askedAt.getTime(),
  people: people.get(action.id) ?? null,
});

/** How each of these traces stands; who gave the grants in them is asked of `namers`. */
async function stand<T extends TraceRow>(
  traces: readonly T[],
  standingsOf: StandingsOf,
  namers: (actions: readonly AskedAction[]) => Promise<ReadonlyMap<string, string>>,
): Promise<readonly { readonly trace: T; readonly standing: Standing }[]> {
  const actions = await askedIn(
    traces.map(({ id }) => id),
    traces.flatMap(({ runId }) => runId ?? []),
  );
  const [people, grantors] = await Promise.all([standingsOf(actions.map(({ id }) => id)), namers(actions)]);
  const nowMs = clock.now().getTime();
  return traces.map((trace) => {
    const run = { ...toLine(trace), firstMs: trace.firstAt.getTime(), lastMs: trace.lastAt.getTime() };
    const asked = actions.filter((action) => isOf(trace, action)).map((action) => toAsked(action, grantors, people));
    return { trace, standing: standingOf(run, asked, nowMs) };
  });
}

/** How a run stands, and whether nobody registered its agent. */
export type ToldStanding = Standing & { readonly isShadow: boolean };

/** How these runs ended, by whose authority, and how much of each was waiting for people; by trace. */
export async function readStandings(
  actor: PersonActor,
  traceIds: readonly string[],
  standingsOf: StandingsOf,
): Promise<Result<{ readonly [traceId: string]: ToldStanding }>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const [traces, places] = await Promise.all([findTraces(traceIds), agentPlaces()]);
  const stood = await stand(traces, standingsOf, (actions) => grantorsOf(actor, actions));
  const isShadow = ({ agentName }: TraceRow) => agentName !== null && places.get(agentName)?.isShadow === true;
  return ok(Object.fromEntries(stood.map(({ trace, standing }) => [trace.id, { ...standing, isShadow: isShadow(trace) }])));
}

const TOLD_AT_ONCE = 50; // as many as the list reads at once: both then see the same actions
const LOOKED_AT_ONCE = 2_000;
const LOOKS_FOR_MS = 1_000;
const BACK_EVERY_MS = 20_000;
/** How long it takes at most until what came at a moment is there to be read. */
const SLACK_MS = 30_000;
const MADE_BY_GATE: ReadonlySet<string> = new Set(GATE_OUTCOMES);

async function tell(traces: readonly TraceRow[], standingsOf: StandingsOf, now: Date): Promise<void> {
  for (let at = 0; at < traces.length; at += TOLD_AT_ONCE) {
    const stood = await stand(traces.slice(at, at + TOLD_AT_ONCE), standingsOf, async () => new Map());
    await noteStandings(
      stood.map(({ trace: { id, runId }, standing: { outcome, authority } }) => ({
        id,
        runId,
        gateOutcome: MADE_BY_GATE.has(outcome) ? outcome : null,
        authority: authority.by,
      })),
      now,
    );
  }
}

// Of the worker: what an earlier run followed and looked at need not be looked at again.
let followed: bigint | null = null;
let lookedAt: LookedAt = { receivedAt: new Date(0), id: "" };
let wentBackMs = 0;

/** The traces among these of which the gate has something to tell. */
async function withActions(untold: readonly Untold[]): Promise<readonly string[]> {
  const { traceIds, runIds } = await whereAsked(
    untold.map(({ id }) => id),
    untold.flatMap(({ runId }) => runId ?? []),
  );
  return untold
    .filter(({ id, runId, isMarked }) => isMarked || traceIds.has(id) || (runId !== null && runIds.has(runId)))
    .map(({ id }) => id);
}

/**
 * Keeps beside each trace what the gate makes of it, so that a list can be narrowed by it. What the gate decides is followed in the
 * order in which it was decided; a trace that comes later is looked at once it is there. Nothing is written to a trace of which the gate
 * knows nothing: it stands as its steps ended, and most of what comes in is so.
 */
export async function keepStandings(now: Date, standingsOf: StandingsOf): Promise<void> {
  followed ??= await whereToFollow();
  for (let turned = await turnedAfter(followed); turned.last > followed; turned = await turnedAfter(followed)) {
    await tell(await findTracesOf(turned.traceIds, turned.runIds), standingsOf, now);
    followed = turned.last;
  }
  const until = performance.now() + LOOKS_FOR_MS;
  while (performance.now() < until) {
    const untold = await listUntold(lookedAt, LOOKED_AT_ONCE);
    await tell(await findTraces(await withActions(untold)), standingsOf, now);
    const last = untold.at(-1);
    if (last !== undefined) lookedAt = last;
    if (untold.length < LOOKED_AT_ONCE) break;
  }
  // What came before the last one seen may be there to be read only now: every so often these moments are looked at once more.
  if (now.getTime() - wentBackMs < BACK_EVERY_MS) return;
  wentBackMs = now.getTime();
  const back = new Date(now.getTime() - BACK_EVERY_MS - SLACK_MS);
  if (lookedAt.receivedAt > back) lookedAt = { receivedAt: back, id: "" };
}
