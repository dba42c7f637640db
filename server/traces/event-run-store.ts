import { pool } from "@/server/platform/db";
import type { PgTx, Tx } from "@/server/platform/tx";
import type { Around } from "./event-store";

/** In which traces the spans of these turns came; those of which no span came are left out. */
export async function listToldIn(traceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (traceIds.length === 0) return new Map();
  const { rows } = await pool().query<{ traceId: string; toldIn: string }>({
    text: `select trace_id as "traceId", told_in as "toldIn" from event_run where trace_id = any($1::text[]) and told_in is not null`,
    values: [traceIds],
  });
  return new Map(rows.map(({ traceId, toldIn }) => [traceId, toldIn]));
}

/** Which of these turns events told of before. */
export async function listKnownRuns(traceIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (traceIds.length === 0) return new Set();
  const { rows } = await pool().query<{ id: string }>({
    text: "select trace_id as id from event_run where trace_id = any($1::text[])",
    values: [traceIds],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Whether a turn of any of these conversations was told of in events. */
export async function hasRuns(conversationIds: readonly string[]): Promise<boolean> {
  const { rows } = await pool().query({
    text: "select 1 from event_run where conversation_id = any($1::text[]) limit 1",
    values: [conversationIds],
  });
  return rows.length > 0;
}

/** A turn that events told of, and the trace of its spans where they say it. */
type EventRunRow = { readonly traceId: string; readonly conversationId: string; readonly toldIn: string | null };

/** Notes turns, each once and in one order; what is known of where their spans came stays. */
export const noteRuns = (tx: Tx, rows: readonly EventRunRow[], now: Date): Promise<number> => {
  const sorted = [...rows].sort((a, b) => (a.traceId < b.traceId ? -1 : 1));
  return tx.execute(
    `insert into event_run (trace_id, conversation_id, told_in, received_at) select u.*, $4::timestamptz from unnest($1::text[], $2::text[], $3::text[]) as u
     on conflict (trace_id) do update set told_in = coalesce(event_run.told_in, excluded.told_in), received_at = excluded.received_at`,
    sorted.map(({ traceId }) => traceId),
    sorted.map(({ conversationId }) => conversationId),
    sorted.map(({ toldIn }) => toldIn),
    now,
  );
};

type RunRoot = { readonly traceId: string; readonly rootId: string };

/** Lets the first step of turns last until the last event that told of them: events know no end of a turn. */
export const stretchRuns = (tx: Tx, roots: readonly RunRoot[], { from, to }: Around): Promise<number> =>
  tx.execute(
    `with last as (select e.trace_id, k.root, max(e.at) as at from step_event e join unnest($1::text[], $2::text[]) as k (id, root) on e.trace_id = k.id
       where e.at >= $3::timestamptz and e.at <= $4::timestamptz group by 1, 2),
     steps as (update step s set ended_at = last.at from last where s.trace_id = last.trace_id and s.span_id = last.root
       and s.started_at >= $3::timestamptz and s.started_at <= $4::timestamptz and s.ended_at < last.at
       returning s.trace_id, s.span_id, s.started_at, s.ended_at),
     payloads as (update step_payload p set span = jsonb_set(p.span::jsonb, '{end}', to_jsonb((extract(epoch from steps.ended_at) * 1000000)::int8::text || '000'))::text
       from steps where p.trace_id = steps.trace_id and p.span_id = steps.span_id and p.started_at = steps.started_at)
     update trace t set last_at = greatest(t.last_at, steps.ended_at) from steps where t.id = steps.trace_id`,
    roots.map(({ traceId }) => traceId),
    roots.map(({ rootId }) => rootId),
    from,
    to,
  );

export type TwiceTold = { readonly traceId: string; readonly firstAt: Date; readonly lastAt: Date; readonly toldIn: string };

/** Of which turns to look: those of which anything came since a moment, be it late spans of their conversation; or those of some conversations. */
export type Among = { readonly since: Date } | { readonly conversationIds: readonly string[] };

const RECENT = `e.received_at >= $1::timestamptz or e.conversation_id in
  (select l.conversation_id from trace l where l.settled_at is null and l.received_at >= $1::timestamptz and l.conversation_id is not null)`;
const OF_CONVERSATIONS = "e.conversation_id = any($1::text[])";

/**
 * Turns that were read from events although their spans came as well: those that an event with a trace named, and those of
 * whose conversation another trace ran at the time, however late its spans came.
 */
export const listTwiceTold = (tx: PgTx, among: Among, limit: number): Promise<TwiceTold[]> =>
  tx.rows(
    `with run as materialized (select e.trace_id, e.conversation_id, e.told_in, t.first_at, t.last_at
       from event_run e join trace t on t.id = e.trace_id where ${"since" in among ? RECENT : OF_CONVERSATIONS}),
     span as (select min(first_at) as first_at, max(last_at) as last_at from run),
     others as materialized (select t.id, t.conversation_id, t.first_at, t.last_at from trace t, span
       where t.first_at >= span.first_at - interval '1 day' and t.first_at <= span.last_at
         and t.conversation_id in (select conversation_id from run) and t.id not in (select trace_id from run)
         and not exists (select 1 from event_run e where e.trace_id = t.id))
     select distinct on (run.trace_id) run.trace_id as "traceId", run.first_at as "firstAt", run.last_at as "lastAt",
       coalesce(run.told_in, o.id) as "toldIn"
     from run left join others o on o.conversation_id = run.conversation_id and o.first_at <= run.last_at and o.last_at >= run.first_at
     where coalesce(run.told_in, o.id) is not null
     order by run.trace_id, least(o.last_at, run.last_at) - greatest(o.first_at, run.first_at) desc nulls last, o.id limit $2::int`,
    "since" in among ? among.since : [...among.conversationIds],
    limit,
  );

/** Moves what events told of a turn to the trace of its spans; the steps that were read from them go. */
export const moveRun = (tx: Tx, { traceId, toldIn }: TwiceTold, { from, to }: Around): Promise<number> =>
  tx.execute("select move_event_run($1, $2, $3::timestamptz, $4::timestamptz)", traceId, toldIn, from, to);

/** Forgets turns that came before a day. */
export async function dropRuns(before: string): Promise<void> {
  await pool().query({ text: "delete from event_run where received_at < $1::date", values: [before] });
}
