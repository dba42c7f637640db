import { leaksIn, type StoredPayload } from "@/server/traces/leaks";
import type { Check, Sample } from "./core/measurement";
import { drawn } from "./draw-store";
import { readFigures, rowsCheck } from "./share-store";

/** A run that still sends is not judged. */
const SETTLED = "$1::timestamptz - interval '15 minutes'";

const runs = (most: number) => drawn("trace", "first_at", most, { until: SETTLED });

/** Each run that was picked with its steps: looked up one run at a time, in the few days that it took; days before the window are not even planned for. */
const STEPS = `seen as materialized (select t.id, s.* from picked t cross join lateral (select span_id, parent_id, started_at, agent_name, tool_name from step s
  where s.trace_id = t.id and s.started_at >= t.first_at and s.started_at <= t.last_at
    and s.started_at >= $2::timestamptz offset 0) s)`;

const COMPLETE = `with picked as materialized (select id, name, has_root, first_at, last_at from trace where id in (${runs(1_000)})), ${STEPS},
    torn as (select distinct id from seen s where parent_id is not null and not exists (select 1 from seen p where p.id = s.id and p.span_id = s.parent_id))
  select t.id, t.name as label, t.has_root and x.id is null as holds from picked t left join torn x on x.id = t.id`;

/** Of each agent other than that of the run: a step that hangs under a step which is not its own. */
const HANDED_OVER = `with picked as materialized (select id, name, agent_name as lead, first_at, last_at from trace
      where id in (${runs(5_000)}) and cardinality(agents) >= 2 limit 1000), ${STEPS},
    helpers as (select t.id, s.agent_name, bool_or(p.span_id is not null) as is_linked from picked t join seen s on s.id = t.id
      left join seen p on p.id = s.id and p.span_id = s.parent_id and p.agent_name is distinct from s.agent_name
      where s.agent_name <> coalesce(t.lead, '') group by 1, 2)
  select t.id, t.name as label, (select bool_and(is_linked) from helpers h where h.id = t.id) as holds from picked t`;

const NAMED = `with picked as materialized (select id, name, first_at, last_at, agent_name, team, initiator_id, llm_steps, models from trace
      where id in (${runs(1_000)})), ${STEPS},
    versioned as (select distinct s.id from seen s cross join lateral (select 1 from step_payload p
        where p.trace_id = s.id and p.span_id = s.span_id and p.started_at = s.started_at and p.started_at >= $2::timestamptz
          and p.span ~ '"(service[.]version|gen_ai[.]agent[.]version|agent[.]version)":"[^"]') p where s.parent_id is null)
  select t.id, t.name as label, t.agent_name is not null and coalesce(t.team, g.name) is not null and t.initiator_id is not null
    and (t.llm_steps = 0 or cardinality(t.models) > 0) and v.id is not null as holds
  from picked t left join versioned v on v.id = t.id left join agent a on a.name = t.agent_name left join team g on g.id = a.team_id`;

const SAMPLED_PAYLOADS = `picked as materialized (select id, name, first_at, last_at from trace where id in (${runs(1_000)})), ${STEPS},
    one as (select distinct on (id) * from seen order by id, hashtextextended(span_id, 0))
  select t.id, t.name as label, p.span, s.tool_name as tool from picked t join one s on s.id = t.id
    join step_payload p on p.trace_id = s.id and p.span_id = s.span_id and p.started_at = s.started_at and p.started_at >= $2::timestamptz`;

/** Looks for what should have been taken out of stored payloads: of one step of each of a thousand runs. */
const payloads: Check = {
  criterion: "OBS-3.5",
  version: 1,
  windowDays: 7,
  inWords:
    "Values per 1,000 stored payloads that Reeve's own detectors still find: keys and tokens, card numbers, bank accounts and e-mail addresses by their form, what stands under a secret's name, and whatever the redaction rules in force take out. Looked at: one step each of up to 1,000 runs of the last 7 days, drawn at random. The detectors look whether or not their rule is switched on, so a rule that is off shows here. Personal data without such a form (names, addresses) is not found.",
  measure: async (at) => {
    const rows = await readFigures<{ id: string; label: string } & StoredPayload>(at, 7, SAMPLED_PAYLOADS);
    const found = await leaksIn(rows);
    const samples = rows.map(({ id, label }, i): Sample => ({ kind: "trace", id, label, holds: found[i] === 0 }));
    return {
      readings: [{ value: rows.length === 0 ? null : (found.reduce((sum, one) => sum + one, 0) / rows.length) * 1_000 }],
      n: rows.length,
      samples: [...samples.filter(({ holds }) => !holds), ...samples.filter(({ holds }) => holds)].slice(0, 20),
      missing:
        rows.length === 0 ? "No payload was stored in the last 7 days: traces that agents send with OpenTelemetry bring them." : null,
    };
  },
};

type Pipeline = {
  readonly lag: number | null;
  readonly runs: number;
  readonly lost: number;
  readonly all: number;
  readonly samples: Sample[];
};

const PIPELINE = `lag as (select count(*)::int as runs, percentile_disc(0.95) within group (order by greatest(0, extract(epoch from received_at - last_at)))::float8 as lag
    from trace where first_at >= $2::timestamptz and first_at < ${SETTLED}),
  told as materialized (select source_id, sum(count) filter (where outcome <> 'truncated') as all_told,
      sum(count) filter (where outcome not in ('accepted', 'duplicate', 'truncated')) as lost
    from (select * from ingest_count union all select source_id, hour, signal, outcome, count from ingest_delta) c
    where hour >= date_trunc('hour', $2::timestamptz, 'UTC') and hour < $1::timestamptz group by 1)
  select lag.lag, lag.runs, coalesce((select sum(lost) from told), 0)::float8 as lost, coalesce((select sum(all_told) from told), 0)::float8 as "all",
    coalesce((select json_agg(s) from (select 'record' as kind, i.id, i.service || ' (' || i.sdk || ')' as label, coalesce(t.lost, 0) = 0 as holds
      from told t join ingest_source i on i.id = t.source_id order by coalesce(t.lost, 0) desc, i.id limit 20) s), '[]') as samples
  from lag`;

/** How late telemetry comes, and how much of it is not taken. */
const pipeline: Check = {
  criterion: "OBS-4.4",
  version: 1,
  windowDays: 1,
  inWords:
    "First: the seconds from the end of a run's last step until Reeve received the last of it, which 95 of 100 runs that began in the last 24 hours did not exceed; runs of the last 15 minutes are left out. Second: of all spans, log records and metric points that senders sent in these hours, the share that was rejected, for whatever reason. What a sender lost before it sent anything is not seen from here.",
  measure: async (at) => {
    const [row] = await readFigures<Pipeline>(at, 1, PIPELINE);
    const { lag = null, runs = 0, lost = 0, all = 0, samples = [] } = row ?? {};
    return {
      readings: [{ value: runs === 0 ? null : lag }, { value: all === 0 ? null : lost / all }],
      n: runs,
      samples,
      missing: runs === 0 ? "No run was traced in the last 24 hours: traces that agents send with OpenTelemetry are measured." : null,
    };
  },
};

const NO_RUNS = "No run was traced in the last 30 days: agents that send their steps with OpenTelemetry provide them.";

/** What traces themselves say about how well work can be followed. */
export const telemetryChecks: readonly Check[] = [
  rowsCheck({
    criterion: "OBS-2.1",
    windowDays: 30,
    inWords:
      "Of the runs that began in the last 30 days, but for the last 15 minutes, the share with a first step and without any step whose parent never came. Of more than 1,000 runs, 1,000 are drawn at random. Work that is not traced at all is not seen here.",
    parts: [{ kind: "trace", as: "share", rows: COMPLETE }],
    whenNone: NO_RUNS,
  }),
  rowsCheck({
    criterion: "OBS-2.2",
    windowDays: 30,
    inWords:
      "Of up to 1,000 runs of the last 30 days, drawn at random, the share that names all of: the agent; a version of it or of its service (in the first step's payload); the model, where one was called; whose it is, by the team that the sender or the register names; and who or what started it.",
    parts: [{ kind: "trace", as: "share", rows: NAMED }],
    whenNone: NO_RUNS,
  }),
  rowsCheck({
    criterion: "OBS-3.1",
    windowDays: 30,
    inWords:
      "First: the share of complete runs, as in OBS-2.1. Second: of runs in which more than one agent took steps (up to 1,000 among 5,000 drawn at random), the share in which each further agent's work hangs under a step of another one. A sub-agent that began a trace of its own, without a link, is a run of its own and not seen as handed over.",
    parts: [
      { kind: "trace", as: "share", rows: COMPLETE },
      { kind: "trace", as: "share", rows: HANDED_OVER },
    ],
    whenNone: NO_RUNS,
  }),
  payloads,
  pipeline,
];
