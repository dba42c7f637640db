import { dutySpans } from "@/server/schedules/service";
import type { Check, Population, Sample } from "./core/measurement";
import {
  agentsOfNewest,
  countRecords,
  figureIn,
  figuresCheck,
  IN_PRODUCTION,
  lately,
  NO_AGENT,
  onceRecorded,
  recordedCheck,
  recordsOf,
  samplesIn,
  shareIn,
} from "./evidence-store";
import { judgedBy, mixSamples, readFigures, shareOf } from "./share-store";

type Alerted = { readonly id: string; readonly name: string; readonly rules: number | null; readonly onCallId: string | null };

/** Agents in production, each with its alert rules and the on-call schedule that they go to. */
const ALERTS = `alerted as (select a.id, a.name, (r.facts ->> 'rules')::int as rules, o.id as "onCallId"
    from (select a.* from ${IN_PRODUCTION}) a left join lateral (select * from ${recordsOf("alerting")} x where x.agent_id = a.id
      order by x.happened_at desc, x.id desc limit 1) r on true left join on_call o on o.name = r.facts ->> 'onCall' and o.archived_at is null)
  select * from alerted order by name`;

async function judgeAlerts(at: Date, population: Population): Promise<Sample[]> {
  const [agents, spans] = await Promise.all([
    readFigures<Alerted>(at, null, ALERTS, population),
    dutySpans(new Date(at.getTime() - 60_000), at),
  ]);
  const onDuty = new Set(spans.filter(({ toMs }) => toMs >= at.getTime()).map(({ onCallId }) => onCallId));
  return agents.map(({ id, name, rules, onCallId }) => {
    const holds = (rules ?? 0) >= 3 && onCallId !== null && onDuty.has(onCallId);
    return { kind: "agent", id, label: name, holds };
  });
}

const alerting: Check = {
  criterion: "OBS-3.4",
  version: 2,
  windowDays: null,
  inWords:
    "Of the live agents in production, the share that has, by its newest record, three alert rules or more that go to an on-call schedule of Reeve by which somebody was on duty at the moment.",
  ...onceRecorded("alerting", { byAgent: judgedBy(judgeAlerts) }),
  measure: async (at) => {
    const [samples, known] = await Promise.all([judgeAlerts(at, "actual"), countRecords(at, "alerting")]);
    const none = "No alert rules of an agent are on record: a record of the kind “Alerting” for each agent provides it.";
    const missing = known === 0 ? none : samples.length === 0 ? NO_AGENT : null;
    const counted = { hits: samples.filter(({ holds }) => holds).length, of: samples.length, samples };
    return {
      readings: [missing === null ? shareOf(counted) : { value: null }],
      n: missing === null ? samples.length : 0,
      samples: missing === null ? mixSamples(samples) : [],
      missing,
    };
  },
};

const NOTICED = `noticed as (select r.id, coalesce(a.name || ' · ', '') || (r.facts ->> 'severity') as label,
      extract(epoch from (r.facts ->> 'openedAt')::timestamptz - (r.facts ->> 'firstEventAt')::timestamptz) / 60 as minutes
    from ${lately("incident")} r left join agent a on a.id = r.agent_id
    where r.facts ->> 'severity' in ('sev1', 'sev2') and r.facts ->> 'firstEventAt' is not null),
  rows as (select id, label, minutes <= 15 as holds from noticed)
  select (select count(*)::int from noticed) as n,
    json_build_array(${figureIn("select percentile_cont(0.5) within group (order by minutes) from noticed")}) as readings,
    ${samplesIn("record", "rows")} as samples`;

/** Runs of an agent in the week, 50 at most: as many are to be scored. */
const RUNS = `(select count(*) from (select 1 from trace t where t.agent_name = a.name and t.first_at > $2::timestamptz and t.first_at <= $1::timestamptz limit 50) x)`;
const SCORED = `select a.id, a.name as label, coalesce((select sum((r.facts ->> 'runs')::int) from ${lately("quality_scores")} r where r.agent_id = a.id), 0) >= a.runs as holds
  from (select a.*, ${RUNS} as runs from ${IN_PRODUCTION}) a where a.runs > 0`;

const SENT_ON = `newest as (select r.id, (r.facts ->> 'lagMinutes')::float8 as lag, (r.facts ->> 'sent')::int as sent, (r.facts ->> 'acknowledged')::int as got
    from ${lately("siem_count")} r order by r.happened_at desc, r.id desc limit 1),
  rows as (select id, got || ' of ' || sent || ' acknowledged' as label, got = sent and lag <= 5 as holds from newest)
  select (select count(*)::int from newest) as n,
    json_build_array(${figureIn("select lag from newest")}, ${figureIn("select abs(sent - got) from newest")}) as readings,
    ${samplesIn("record", "rows")} as samples`;

const SAMPLED = `newest as (select r.id, (r.facts ->> 'calls')::int as calls, (r.facts ->> 'sampled')::int as sampled, (r.facts ->> 'reviewed')::int as reviewed
    from ${lately("hindsight_sample")} r order by r.happened_at desc, r.id desc limit 1),
  asked as (select *, greatest(sampled, least(calls, greatest(30, ceil(calls / 100.0)::int))) as due from newest),
  rows as (select id, reviewed || ' of ' || due || ' reviewed' as label, reviewed = due as holds from asked)
  select (select count(*)::int from asked) as n,
    json_build_array(${shareIn("(select reviewed from asked)", "(select due from asked)")}) as readings, ${samplesIn("record", "rows")} as samples`;

/** A request is judged once it was answered or is due. */
const ANSWERED = `select r.id, coalesce(a.name, 'Due ' || (r.facts ->> 'dueOn')) as label,
    ((r.facts ->> 'answeredAt')::timestamptz at time zone 'UTC')::date <= (r.facts ->> 'dueOn')::date as holds
  from ${lately("contestation")} r left join agent a on a.id = r.agent_id
  where r.facts ->> 'answeredAt' is not null or (r.facts ->> 'dueOn')::date < ($1::timestamptz at time zone 'UTC')::date`;

/** How many seeded bad requests were refused, within the window: for the half of a check that reads it. */
export const SEEDED = `seeds as (select coalesce(sum((r.facts ->> 'caught')::int), 0)::int as hits, coalesce(sum((r.facts ->> 'seeded')::int), 0)::int as of
    from ${lately("seeded_requests")} r) select * from seeds`;

/** Whether trouble is noticed and looked at, by records of what watches agents. */
export const watchChecks: readonly Check[] = [
  alerting,
  figuresCheck({
    criterion: "OBS-4.1",
    kind: "incident",
    windowDays: 90,
    conditions: 1,
    inWords:
      "Of the incidents of the two highest severities on record for the last 90 days, the minutes from the first event until the incident was opened, in the middle (median). Incidents of which the first event is not known are left out.",
    select: NOTICED,
    whenNone: "No incident of the two highest severities with its first event is on record for the last 90 days.",
  }),
  recordedCheck({
    criterion: "OBS-4.2",
    kind: "behaviour_baseline",
    windowDays: 30,
    inWords:
      "Of the live agents in production, the share whose newest baseline of behaviour on record is of the last 30 days and watched for drift.",
    parts: [{ as: "share", kind: "agent", rows: agentsOfNewest(lately("behaviour_baseline"), "(r.facts ->> 'isWatched')::boolean") }],
    whenNone: NO_AGENT,
  }),
  recordedCheck({
    criterion: "OBS-4.3",
    kind: "quality_scores",
    windowDays: 7,
    inWords:
      "Of the live agents in production with a traced run in the last 7 days, the share of which 50 runs, or as many as there were, were scored in these days, by the records of it.",
    parts: [{ as: "share", kind: "agent", rows: SCORED }],
    whenNone: "No agent in production had a traced run in the last 7 days.",
  }),
  figuresCheck({
    criterion: "OBS-5.2",
    kind: "siem_count",
    windowDays: 1,
    conditions: 2,
    inWords:
      "By the newest record of the last day of what another system got of the audit log: how many minutes late 95 of 100 entries were at most, and by how many what was sent and what was acknowledged differ.",
    select: SENT_ON,
    whenNone: "What another system got of the audit log in the last 24 hours is not on record.",
  }),
  figuresCheck({
    criterion: "HITL-5.2",
    kind: "hindsight_sample",
    windowDays: 14,
    conditions: 1,
    inWords:
      "By the newest record of the last 14 days, of the calls that agents made by themselves in a week and that were to be looked at afterwards (what was drawn, and 1 in 100 but 30 at least, where there were as many), the share that a person reviewed within 5 days.",
    select: SAMPLED,
    whenNone: "No review of a week is on record for the last 14 days.",
  }),
  recordedCheck({
    criterion: "HITL-5.3",
    kind: "contestation",
    windowDays: 90,
    inWords:
      "Of the requests of the last 90 days on record, by people affected, for an explanation or against a decision, the share that was answered by the day that was allowed. What is open and not due yet is left out.",
    parts: [{ as: "share", kind: "record", rows: ANSWERED }],
    whenNone: "No such request that was answered or is due is on record for the last 90 days.",
  }),
];
