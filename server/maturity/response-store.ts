import type { Check } from "./core/measurement";
import { figureIn, figuresCheck, lately, recordedCheck, recordsOf, samplesIn, shareIn } from "./evidence-store";
import { AGENTS_THEN } from "./share-store";

const STILL_HERE = "(p.deactivated_at is null or p.deactivated_at > $1::timestamptz)";

/** Owners of live agents, and people who may approve. */
const TRAINED = `select p.id, p.name as label, exists (select 1 from ${lately("training")} r where r.person_id = p.id) as holds
  from person p where ${STILL_HERE} and p.created_at <= $1::timestamptz
    and ('approver' = any (p.roles) or exists (select 1 from ${AGENTS_THEN} a where a.owner_id = p.id and a.state_then = 'live'))`;

/** A training counts for the decisions of the year after it, as long as its record says. */
const DECIDED = `select v.id, p.name || ' · ' || q.title as label, exists (select 1 from governance_record r where r.kind = 'training' and r.person_id = v.person_id
      and r.happened_at <= v.cast_at and r.happened_at > v.cast_at - interval '365 days' and r.recorded_at <= $1::timestamptz
      and (r.ended_at is null or r.ended_at > $1::timestamptz) and (r.valid_until is null or r.valid_until >= (v.cast_at at time zone 'UTC')::date)) as holds
  from vote v join approval q on q.id = v.approval_id join person p on p.id = v.person_id
  where q.risk_tier = 'high' and v.cast_at > $2::timestamptz and v.cast_at <= $1::timestamptz`;

/** The categories of incidents, as records name them. */
const CATEGORIES = ["harmful_action", "data_exposure", "manipulation", "runaway", "outage", "unknown_agent"];
const RUNBOOKS = `select c.id, replace(c.id, '_', ' ') as label, exists (select 1 from ${lately("runbook")} r where r.facts ->> 'category' = c.id) as holds
  from unnest(array[${CATEGORIES.map((one) => `'${one}'`).join(", ")}]) as c (id)`;

const TODAY = "($1::timestamptz at time zone 'UTC')::date";
/** What was to be done and is done or past its day, of the last 180 days. */
const FOLLOW_UPS = (from: string) => `(select r.id, p.name || ' · due ' || (r.facts ->> 'dueOn') as label,
    coalesce((r.facts ->> 'closedOn')::date <= (r.facts ->> 'dueOn')::date, false) as holds
  from ${recordsOf("follow_up")} r left join person p on p.id = r.person_id where r.facts ->> 'from' = '${from}'
    and r.happened_at > $1::timestamptz - interval '180 days' and (r.facts ->> 'closedOn' is not null or (r.facts ->> 'dueOn')::date < ${TODAY}))`;

const EXERCISES = `held as (select r.id, replace(r.facts ->> 'category', '_', ' ') as label, r.happened_at > $2::timestamptz as holds from ${recordsOf("exercise")} r),
  actions as ${FOLLOW_UPS("exercise")},
  rows as (select * from held union all select * from actions)
  select (select count(*)::int from held) as n, json_build_array(${figureIn("select count(*) from held where holds")},
      ${shareIn("(select count(*) filter (where holds) from actions)", "(select count(*) from actions)")}) as readings,
    ${samplesIn("record", "rows")} as samples`;

const FULL = `r.facts ->> 'firstEventAt' is not null and r.facts ->> 'containedAt' is not null and r.facts ->> 'recoveredAt' is not null`;
const CONTAINED = `severe as (select r.id, coalesce(a.name || ' · ', '') || (r.facts ->> 'severity') as label, ${FULL} as holds, r.facts ->> 'severity' as severity,
      extract(epoch from (r.facts ->> 'containedAt')::timestamptz - (r.facts ->> 'openedAt')::timestamptz) / 60 as minutes
    from ${lately("incident")} r left join agent a on a.id = r.agent_id where r.facts ->> 'severity' in ('sev1', 'sev2'))
  select (select count(*)::int from severe) as n, json_build_array(
      ${figureIn("select percentile_cont(0.5) within group (order by greatest(0, minutes)) from severe where severity = 'sev1' and minutes is not null")},
      ${shareIn("(select count(*) filter (where holds) from severe)", "(select count(*) from severe)")}) as readings,
    ${samplesIn("record", "severe")} as samples`;

const NEAR_MISSES = `units as (select t.id, t.name as label, exists (select 1 from ${lately("near_miss")} r where r.team_id = t.id) as holds
    from team t where t.created_at <= $1::timestamptz and (t.archived_at is null or t.archived_at > $1::timestamptz)),
  misses as (select count(*)::int as n from ${lately("near_miss")} r), harm as (select count(*)::int as n from ${lately("incident")} r)
  select (select n from misses) as n, json_build_array(${figureIn("select m.n::float8 / greatest(1, h.n) from misses m, harm h")},
      ${shareIn("(select count(*) filter (where holds) from units)", "(select count(*) from units)")}) as readings,
    ${samplesIn("team", "units")} as samples`;

/** Whether people are prepared and incidents are learnt from, by records of it. */
export const responseChecks: readonly Check[] = [
  recordedCheck({
    criterion: "ORG-2.1",
    kind: "training",
    windowDays: 365,
    inWords:
      "Of the people who own a live agent or may approve, the share with a training on AI and oversight on record for the last 365 days that is still valid. Whoever has left is left out.",
    parts: [{ as: "share", kind: "person", rows: TRAINED }],
    whenNone: "Nobody owns a live agent or may approve.",
  }),
  recordedCheck({
    criterion: "ORG-3.1",
    kind: "runbook",
    windowDays: 180,
    inWords: "Of the six categories of incidents, the share whose runbook was reviewed in the last 180 days, by the records of it.",
    parts: [{ as: "share", kind: "record", rows: RUNBOOKS }],
    whenNone: "No category is known.",
  }),
  recordedCheck({
    criterion: "ORG-3.2",
    kind: "training",
    windowDays: 30,
    inWords:
      "Of the votes of the last 30 days on requests of high risk, the share by a person with a training on AI and oversight on record for the 365 days before the vote.",
    parts: [{ as: "share", kind: "approval", rows: DECIDED }],
    whenNone: "Nobody voted on a request of high risk in the last 30 days.",
  }),
  figuresCheck({
    criterion: "ORG-4.1",
    kind: "exercise",
    windowDays: 90,
    conditions: 2,
    inWords:
      "First: the exercises on record for the last 90 days. Second: of the follow-ups of exercises on record for the last 180 days that are done or past their day, the share that was done by its day.",
    select: EXERCISES,
    whenNone: "No exercise is on record.",
  }),
  recordedCheck({
    criterion: "ORG-4.2",
    kind: "follow_up",
    windowDays: 180,
    inWords:
      "Of the follow-ups of incidents on record for the last 180 days that are done or past their day, the share that was done by its day.",
    parts: [{ as: "share", kind: "record", rows: `select * from ${FOLLOW_UPS("incident")} f` }],
    whenNone: "No follow-up of an incident is on record that is done or past its day.",
  }),
  figuresCheck({
    criterion: "ORG-4.3",
    kind: "incident",
    windowDays: 180,
    conditions: 2,
    inWords:
      "First: the minutes from when an incident of the highest severity was opened until it was contained, in the middle (median) of those on record for the last 180 days. Second: of the incidents of the two highest severities, the share of which the first event, the containment and the recovery are known.",
    select: CONTAINED,
    whenNone: "No incident of the two highest severities is on record for the last 180 days.",
  }),
  figuresCheck({
    criterion: "ORG-5.2",
    kind: "near_miss",
    windowDays: 180,
    conditions: 2,
    inWords:
      "First: near misses on record for the last 180 days, for each incident on record for them; where there was none, as if there were one. Second: of the teams in use, the share that reported any near miss.",
    select: NEAR_MISSES,
    whenNone: "No near miss is on record for the last 180 days.",
  }),
];
