import type { Check, Measurement, Sample } from "./core/measurement";
import { drawn } from "./draw-store";
import { byAgentOf, countRows, readFigures, rowsCheck, shareOf } from "./share-store";

const DAYS = "extract(epoch from $1::timestamptz - ";

type Latest = { readonly days: number | null; readonly refused: number; readonly samples: Sample[] };

const LATEST_REFUSED = `latest as (select max(occurred_at) as at from audit_outbox where kind = 'action.denied' and occurred_at < $1::timestamptz),
  refused as materialized (select a.id, a.summary as label,
      exists (select 1 from audit_outbox o where o.action_id = a.id and o.kind = 'action.denied') as holds
    from (select id, summary, created_at from action where state = 'denied' and created_at < $1::timestamptz order by created_at desc, id desc limit 20) a)
  select (${DAYS}latest.at) / 86400)::float8 as days, (select count(*)::int from refused) as refused,
    coalesce((select json_agg(s) from (select 'action' as kind, id, label, holds from refused order by holds, id desc) s), '[]') as samples
  from latest`;

/** Refusals are as much a part of the record as what was done. */
const refusals: Check = {
  criterion: "OBS-2.3",
  version: 1,
  windowDays: null,
  inWords:
    "Days since the record last took up an action that was refused: by a rule, by a person, for want of an answer in time, for a budget or a loop. Real refusals stand in for a probe, which Reeve does not send; with none for a week this is not met, though nothing may have been refused. The sample is the last twenty refused actions, and whether each has its entry.",
  measure: async (at) => {
    const [row] = await readFigures<Latest>(at, null, LATEST_REFUSED);
    const { days = null, refused = 0, samples = [] } = row ?? {};
    const none = refused === 0 ? "No action was refused yet: the first one, or a probe that a rule must refuse, provides it." : null;
    const missing = days === null ? (none ?? "Actions were refused, and the record has no entry of any.") : null;
    return { readings: [{ value: days }], n: refused, samples, missing };
  },
};

const DEEDS = `select a.id, a.summary as label, a.initiator_id <> '' and a.policy_version > 0 and a.digest <> '' and a.tool_name <> ''
    and (a.rule_id is not null or a.evaluation->>'grantId' is not null or exists (select 1 from approval p where p.action_id = a.id and p.state = 'approved'))
    and a.resource is not null and jsonb_typeof(a.evaluation->'sensitiveArgs') = 'array'
    and (a.state = 'failed' or a.receipt->'changes'->0 is not null or coalesce(a.receipt->'output', 'null') <> 'null') as holds
  from action a where a.id in (${drawn("action", "created_at", 2_000)}) and a.side_effect <> 'read' and a.state in ('succeeded', 'failed', 'compensated', 'unknown_outcome')`;

/** What is kept how long: as set, and as the oldest record of each stream shows. Entries of the audit log are never deleted. */
const STREAMS = `kept as (select k.name, k.days, k.parents from
      (select coalesce((select jsonb_build_object('steps', steps, 'payloads', payloads, 'events', events, 'metrics', metrics)
        from retention_version where changed_at <= $1::timestamptz order by version desc limit 1),
        '{"steps": 400, "payloads": 200, "events": 200, "metrics": 200}'::jsonb) as set) v
    cross join lateral (values ('steps', (v.set->>'steps')::int, array['step']), ('payloads', (v.set->>'payloads')::int, array['step_payload']),
      ('events', (v.set->>'events')::int, array['step_event']), ('metrics', (v.set->>'metrics')::int, array['metric_sample'])) k (name, days, parents)),
  oldest as (select p.relname::text as parent, min(to_date(right(c.relname, 8), 'YYYYMMDD')) as day
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname in ('step', 'step_payload', 'step_event', 'metric_sample') and p.relnamespace = 'public'::regnamespace and pg_relation_size(c.oid) > 0 group by 1),
  began as (select case signal when 'traces' then 'step' when 'logs' then 'step_event' when 'metrics' then 'metric_sample' end as parent, min(hour) as at
    from (select signal, hour from ingest_count where outcome = 'accepted' union all select signal, hour from ingest_delta where outcome = 'accepted') c group by 1),
  traces as (select k.name, k.days, o.day, b.at as first from kept k join oldest o on o.parent = any(k.parents)
    left join began b on b.parent = case when o.parent = 'step_payload' then 'step' else o.parent end),
  streams as (select name, days, day <= (greatest(coalesce(first, $1::timestamptz), $1::timestamptz - make_interval(days => days)) at time zone 'UTC')::date + 1 as holds
      from traces
    union all select 'audit', null, (select min(occurred_at) from audit_outbox) <= created_at + interval '1 day' from organisation)
  select (select min(days) from kept) as days, count(*)::int as streams, (count(*) filter (where not coalesce(holds, false)))::int as cut,
    coalesce(json_agg(json_build_object('kind', 'stream', 'id', name, 'label', name, 'holds', coalesce(holds, false) and coalesce(days, 183) >= 183)
      order by coalesce(holds, false), name), '[]') as samples
  from streams`;

type Streams = { readonly days: number; readonly streams: number; readonly cut: number; readonly samples: Sample[] };

const retention: Check = {
  criterion: "OBS-3.3",
  version: 1,
  windowDays: null,
  inWords:
    "First: the shortest time, in days, for which steps, payloads, events or metrics are kept by the settings in force; entries of the audit log are never deleted. Second: of these streams, and the audit log, as far as they hold anything, those whose oldest record is younger than it should be: than the retention, or than the first that Reeve took in, a day more or less. Kept longer by class of data: each stream has a retention of its own, classes of data within one do not.",
  measure: async (at) => {
    const [row] = await readFigures<Streams>(at, null, STREAMS);
    return {
      readings: [{ value: row?.days ?? null }, { value: row === undefined ? null : row.cut }],
      n: row?.streams ?? 0,
      samples: row?.samples ?? [],
      missing: row?.streams === 0 ? "Reeve holds nothing yet: its first entry of the record provides it." : null,
    };
  },
};

const jsonText = (column: string) => `coalesce(to_json(${column})::text, 'null')`;

/** A decision as it can be told again: what was asked, by which rules, who agreed, what was done; and that none of it was changed since. */
const REBUILT = `select a.id, a.summary as label,
    a.digest = 'sha256:' || encode(sha256(convert_to('{"agent":' || ${jsonText("a.agent_name")} || ',"args":' || a.args || ',"resource":' || ${jsonText("a.resource")}
      || ',"tool":' || ${jsonText("a.tool_name")} || ',"toolVersion":' || ${jsonText("a.tool_version")} || '}', 'UTF8')), 'hex')
    and exists (select 1 from policy_version v where v.version = a.policy_version)
    and (a.rule_id is null or exists (select 1 from rule_version r where r.rule_id = a.rule_id and r.version = a.rule_version))
    and (a.cause <> 'human' or exists (select 1 from approval p join vote v on v.approval_id = p.id where p.action_id = a.id))
    and e.is_whole and e.kinds && array['action.allowed', 'action.denied', 'action.awaiting']
    and (a.consumed_at is null or 'action.consumed' = any(e.kinds))
    and (a.state not in ('succeeded', 'failed', 'compensated') or ('action.' || a.state) = any(e.kinds)) as holds
  from action a cross join lateral (select array_agg(o.kind) as kinds, bool_and(o.leaf = sha256('\\x00'::bytea || o.bytes)) as is_whole
    from audit_outbox o where o.action_id = a.id) e
  where a.id in (${drawn("action", "created_at", 200, { seed: "to_char($1::timestamptz, 'YYYYMM')::bigint" })}) and a.state <> 'awaiting'`;

const replay: Check = {
  criterion: "OBS-5.1",
  version: 1,
  windowDays: 30,
  inWords:
    "Of up to 200 actions of the last 30 days, drawn anew each month by a hash of their ids, the share that can be told again whole from what is stored: the digest of what was asked is computed anew from its parts and compared; the policy set and the version of the rule are there; where people decided, their votes are; every entry of it in the record has its own hash; and the entries say how it was decided, that it was carried out, and how that ended. Actions that still wait for people are left out.",
  measure: async (at): Promise<Measurement> => {
    const counted = await countRows(at, 30, { kind: "action", rows: REBUILT });
    const missing = counted.of === 0 ? "No action was decided in the last 30 days: actions that agents propose provide it." : null;
    return { readings: [shareOf(counted)], n: counted.of, samples: counted.samples, missing };
  },
  ...byAgentOf(30, [{ as: "share", kind: "action", rows: REBUILT }]),
};

/** What the record of actions holds, how long, and whether it can be told again; and what nothing in Reeve records yet. */
export const recordChecks: readonly Check[] = [
  refusals,
  rowsCheck({
    criterion: "OBS-3.2",
    windowDays: 30,
    inWords:
      "Of the actions of the last 30 days that were carried out, were not read-only and have ended, the share whose record says all of: who started it; who authorised it (the rule, the standing grant or the approval) under which policy set; which tool, by the digest over its name, version and arguments; what was touched (the resource) and which of its arguments are sensitive, which the gate knows of registered tools only; and, from the receipt, what changed or came out, unless it failed. Up to 2,000 actions are drawn at random first. The sensitive arguments stand in for classes of data, which Reeve does not record.",
    parts: [{ kind: "action", as: "share", rows: DEEDS }],
    whenNone: "No action with an effect was carried out in the last 30 days: those that agents propose and consume provide it.",
  }),
  retention,
  replay,
];
