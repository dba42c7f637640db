import { dutySpans } from "@/server/schedules/service";
import { HELD_KILLS } from "./containment-store";
import { coveredShare } from "./core/coverage";
import type { Check, Sample } from "./core/measurement";
import { LIMITS } from "./core/rubric";
import { countRows, mixSamples, readFigures, rowsCheck, shareOf } from "./share-store";
import { SEEDED } from "./watch-store";

const DAY_MS = 86_400_000;
/** Where rows must be fetched one by one, so many are looked at, the newest first. */
const NEWEST = 5_000;

const RATIOS = `ended as (select id, title, risk_tier, extract(epoch from decided_at - created_at) / greatest(1, extract(epoch from due_at - created_at)) as ratio
    from approval where created_at > $2::timestamptz and created_at <= $1::timestamptz and decided_at <= $1::timestamptz
      and state in ('approved', 'rejected', 'revoked', 'expired') order by created_at desc limit ${NEWEST}),
  tiers as (select risk_tier, percentile_cont(0.95) within group (order by ratio)::float8 as ratio from ended group by risk_tier)
  select (select max(ratio) from tiers)::float8 as worst, (select count(*)::int from ended) as n,
    coalesce((select json_agg(x) from (select 'approval' as kind, id, title as label, ratio <= 1 as holds from ended order by ratio desc, id limit 20) x), '[]') as samples`;

type Worst = { readonly worst: number | null; readonly n: number; readonly samples: readonly Sample[] };

const pace: Check = {
  criterion: "HITL-4.1",
  version: 1,
  windowDays: 30,
  inWords:
    "For each risk tier, how long its requests of the last 30 days took until they were decided or expired, as a part of the time until they were due: what 95 of 100 did not exceed. The figure is that of the worst tier. Both times run by the clock on the wall; what is still open and what was withdrawn is left out. Of more than 5,000 requests, the newest are looked at.",
  measure: async (at) => {
    const [row] = await readFigures<Worst>(at, 30, RATIOS);
    const { worst = null, n = 0, samples = [] } = row ?? {};
    return {
      readings: [{ value: worst }],
      n,
      samples,
      missing: n === 0 ? "No request was decided or expired in the last 30 days." : null,
    };
  },
};

/** An approval faster than this was not read: so long takes a short sentence. */
const READING_SECONDS = 5;
/** Above this share it is clear without seeded requests that the criterion is not met. */
const MOST_UNREAD = 0.05;

/** Each approval beside the later of two moments: when its request could be read first, and when the same person voted last. */
const READ = `select v.approval_id as id, a.title as label,
    v.cast_at - greatest(coalesce(a.stage_opened_at, a.created_at), v.before) >= interval '${READING_SECONDS} seconds' as holds
  from (select x.*, lag(x.cast_at) over (partition by x.person_id order by x.cast_at, x.id) as before
    from person p cross join lateral (select * from vote w where w.person_id = p.id and w.cast_at > $2::timestamptz and w.cast_at <= $1::timestamptz
      order by w.cast_at desc limit 2000) x) v
  join approval a on a.id = v.approval_id where v.verdict = 'approve'`;

const attention: Check = {
  criterion: "HITL-4.2",
  version: 2,
  windowDays: 90,
  inWords: `First: of the approvals of the last 90 days, up to the newest 2,000 of each person, the share that was given within ${READING_SECONDS} seconds of when the request was opened or of the same person's vote before it, whichever came later: so several decided in one go count as not read, but for the first. Second: of the bad requests that were seeded in these days, by the records of it, the share that was refused.`,
  measure: async (at) => {
    const [read, [seeds]] = await Promise.all([
      countRows(at, 90, { kind: "approval", rows: READ }),
      readFigures<{ hits: number; of: number }>(at, 90, SEEDED),
    ]);
    const unread = { ...read, hits: read.of - read.hits };
    const first = shareOf(unread);
    const isClear = first.value !== null && first.value > MOST_UNREAD;
    return {
      readings: [first, shareOf({ hits: seeds?.hits ?? 0, of: seeds?.of ?? 0, samples: [] })],
      n: read.of,
      samples: read.samples,
      missing:
        isClear || (seeds?.of ?? 0) > 0
          ? null
          : "No request is seeded to see whether approvers notice. A record of seeded bad requests, each with what became of it, would provide it.",
    };
  },
};

const LEARNT = `select d.id, d.title as label, exists (select 1 from rule_version r
      where r.rule_id = d.rule_id and r.created_at > d.at and r.created_at <= d.at + interval '14 days') as holds
  from (select id, title, rule_id, decided_at as at from approval where state = 'rejected' and decided_at > $2::timestamptz
      and decided_at <= $1::timestamptz - interval '14 days'
    union all select p.id, p.title, p.rule_id, e.at from action_edit e join approval p on p.action_id = e.action_id
      where e.at > $2::timestamptz and e.at <= $1::timestamptz - interval '14 days' order by 4 desc limit ${NEWEST}) d`;

const LOAD = `hours as (select p.id, p.name, h.decisions from person p cross join lateral (select count(*)::int as decisions from vote v
    where v.person_id = p.id and v.cast_at > $2::timestamptz and v.cast_at <= $1::timestamptz group by date_trunc('hour', v.cast_at)) h),
  approvers as (select p.id, array(select m.group_id from group_member m where m.person_id = p.id) as groups from person p
    where 'approver' = any (p.roles) and p.created_at <= $1::timestamptz and (p.deactivated_at is null or p.deactivated_at > $1::timestamptz)),
  asked as (select group_ids, person_ids, on_call_ids, count(*)::int as requests from approval where state in ('pending', 'frozen')
    and created_at <= $1::timestamptz group by 1, 2, 3),
  open as (select a.id, coalesce(sum(q.requests), 0)::int as requests from approvers a
    left join asked q on a.id = any (q.person_ids) or a.groups && q.group_ids
      or (cardinality(q.group_ids) = 0 and cardinality(q.person_ids) = 0 and cardinality(q.on_call_ids) = 0) group by a.id)
  select (select percentile_disc(0.95) within group (order by decisions) from hours)::float8 as pace, (select count(*)::int from hours) as n,
    (select percentile_disc(0.95) within group (order by requests) from open)::float8 as open,
    coalesce((select json_agg(x) from (select 'person' as kind, id, name || ': ' || max(decisions) || ' in an hour' as label,
      max(decisions) <= ${LIMITS["limit.decisions_per_hour"]} as holds from hours group by id, name order by max(decisions) desc, id limit 20) x), '[]') as samples`;

type Load = { readonly pace: number | null; readonly open: number | null; readonly n: number; readonly samples: readonly Sample[] };

const load: Check = {
  criterion: "HITL-4.4",
  version: 1,
  windowDays: 30,
  inWords:
    "First: the votes of one person in one hour of the clock, over the hours of the last 30 days in which that person voted at all: what 95 of 100 such hours did not exceed. Second: the open requests that ask an active approver now, what 95 of 100 approvers do not exceed; requests that ask whoever is on call are left out, and nobody is taken off a request that they may not decide.",
  measure: async (at) => {
    const [row] = await readFigures<Load>(at, 30, LOAD);
    const { pace: votes = null, open = null, n = 0, samples = [] } = row ?? {};
    return {
      readings: [{ value: votes }, { value: open }],
      n,
      samples,
      missing: n === 0 ? "Nobody voted in the last 30 days: decisions of people provide it." : null,
    };
  },
};

const PEOPLE = `people as (select id, name, 'operator' = any (roles) and created_at <= $1::timestamptz
    and (deactivated_at is null or deactivated_at > $1::timestamptz) as holds from person) select * from people`;

const NEWEST_KILL = `kills as (${HELD_KILLS}) select min(extract(epoch from $1::timestamptz - killed_at) / 86400)::float8 as days from kills where holds`;

const reachable: Check = {
  criterion: "HITL-4.5",
  version: 1,
  windowDays: 30,
  inWords:
    "First: of the last 30 days, the share of time in which someone was on duty by an on-call schedule who is an operator today and so may stop any agent. Rotations are taken as they are now, overrides as they were; training is not on record. Second: the days since an agent was last stopped, as a drill or in earnest, without anything of it running until it was restored.",
  measure: async (at) => {
    const from = new Date(at.getTime() - 30 * DAY_MS);
    const [spans, people, [kill]] = await Promise.all([
      dutySpans(from, at),
      readFigures<Omit<Sample, "kind" | "label"> & { name: string }>(at, null, PEOPLE),
      readFigures<{ days: number | null }>(at, 365, NEWEST_KILL),
    ]);
    const onDuty = new Set(spans.map(({ personId }) => personId));
    const taken = people
      .filter(({ id }) => onDuty.has(id))
      .map(({ id, name, holds }): Sample => ({ kind: "person", id, label: name, holds }));
    const may = new Set(taken.flatMap(({ id, holds }) => (holds ? [id] : [])));
    const reached = spans.filter(({ personId }) => may.has(personId));
    return {
      readings: [{ value: spans.length === 0 ? null : coveredShare(reached, from.getTime(), at.getTime()) }, { value: kill?.days ?? null }],
      n: spans.length,
      samples: mixSamples(taken),
      missing:
        spans.length === 0 ? "Nobody was on duty by an on-call schedule in the last 30 days: a schedule of operators provides it." : null,
    };
  },
};

const OUTCOMES = `ran as (select a.id, a.agent_name || ' · ' || a.tool_name as label, a.state from (select x.* from action x
      where x.created_at > $2::timestamptz and x.created_at <= $1::timestamptz and x.risk_tier = 'high' and x.side_effect <> 'read'
        and x.consumed_at is not null order by x.created_at desc limit ${NEWEST}) a
    join approval p on p.action_id = a.id and p.state in ('approved', 'revoked') and p.decided_by_id is not null)`;

type Outcomes = { readonly n: number; readonly told: number; readonly undone: number; readonly samples: readonly Sample[] };

const hindsight: Check = {
  criterion: "HITL-5.4",
  version: 1,
  windowDays: 30,
  inWords:
    "First: of the calls with an effect by agents of high risk that people approved in the last 30 days and that ran, the share whose receipt says how it ended. Second: of those with a receipt, the share that was undone afterwards, which stands for what should not have been approved: Reeve has no other word for that. Of more than 5,000 calls, the newest are looked at.",
  measure: async (at) => {
    const [row] = await readFigures<Outcomes>(
      at,
      30,
      `${OUTCOMES} select count(*)::int as n, count(*) filter (where state in ('succeeded', 'failed', 'compensated'))::int as told,
         count(*) filter (where state = 'compensated')::int as undone,
         coalesce((select json_agg(x) from (select 'action' as kind, id, label, state in ('succeeded', 'failed') as holds from ran order by holds, id desc limit 20) x), '[]') as samples
       from ran`,
    );
    const { n = 0, told = 0, undone = 0, samples = [] } = row ?? {};
    return {
      readings: [shareOf({ hits: told, of: n, samples: [] }), { value: told === 0 ? null : undone / told, hits: undone, of: told }],
      n,
      samples,
      missing: n === 0 ? "No call of high risk that people approved ran in the last 30 days." : null,
    };
  },
};

/** How people decide: how fast, how carefully, how many at a time, and what comes of it. */
export const reviewerChecks: readonly Check[] = [
  pace,
  attention,
  rowsCheck({
    criterion: "HITL-4.3",
    windowDays: 90,
    inWords:
      "Of the requests that were refused, and of the edits before an approval, in the last 90 days but for the newest 14, the share after which the rule that had asked was published anew within 14 days. Changes of prompts and evaluations are not on record in Reeve and do not count. What no rule but the default asked for has no rule to change.",
    parts: [{ as: "share", kind: "approval", rows: LEARNT }],
    whenNone: "No request was refused or edited between 90 and 14 days ago.",
  }),
  load,
  reachable,
  hindsight,
];
