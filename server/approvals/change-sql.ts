/** Every change moves `updated_at` on by the one clock that all processes share, so that whoever watches by it sees each one. */
export const CHANGED_NOW = "updated_at = greatest(clock_timestamp(), p.updated_at + interval '1 millisecond')";

/** A change of the state or of what is asked: the revision counts it, and no claim or waiting vote outlives it. */
export const MOVED = `revision = p.revision + 1, claims = '{}', settles_at = null, ${CHANGED_NOW}`;

/** What a change answers of each row that it touched: `Touched` of the store. */
export const TOUCHED = `returning p.id, p.action_id as "actionId", p.agent_name as "agentName", p.revision`;

/** How many others than `person` hold a request at a moment. All are placeholders or column expressions. */
export const heldByOthers = (person: string, at: string): string =>
  `(select count(*) from jsonb_each_text(p.claims) c where c.key <> ${person} and c.value::timestamptz > ${at})`;

/** The claims that last at a moment, with `person` holding until `until`. */
export const claimsWith = (person: string, until: string, at: string): string =>
  `(select coalesce(jsonb_object_agg(c.key, c.value), '{}') from jsonb_each_text(p.claims) c where c.value::timestamptz > ${at})
     || jsonb_build_object(${person}, least(${until}, p.expires_at))`;

/** $1 id, $2 person, $3 until, $4 now. */
export const CLAIM = `with held as (
    select p.id, (p.claims ->> $2::text)::timestamptz > $4::timestamptz as mine from approval p
    where p.id = $1 and p.state = 'pending' and p.expires_at > $4::timestamptz and not (p.voter_ids @> array[$2::text])
      and ${heldByOthers("$2::text", "$4::timestamptz")} < p.slots for update)
  update approval p set claims = ${claimsWith("$2::text", "$3::timestamptz", "$4::timestamptz")}, changed_by_id = $2,
    change = case when held.mine then 'renewed' else 'claimed' end, ${CHANGED_NOW}
  from held where p.id = held.id ${TOUCHED}, (p.claims ->> $2::text)::timestamptz as "until", coalesce(held.mine, false) as "isRenewal"`;

/** $1 id, $2 person, $3 now. */
export const RELEASE = `update approval p set claims = p.claims - $2::text, change = 'released', changed_by_id = $2, ${CHANGED_NOW}
  where p.id = $1 and p.state = 'pending' and (p.claims ->> $2::text)::timestamptz > $3::timestamptz ${TOUCHED}`;

/** A verdict ends it. $1 id, $2 state and change, $3 person, $4 now, $5 reason. */
export const END_BY_VOTES = `update approval p set state = $2, change = $2, changed_by_id = $3, decided_by_id = $3,
    decided_at = $4::timestamptz, decision_reason = $5, ${MOVED}
  where p.id = $1 and p.state = 'pending' ${TOUCHED}`;

/** $1 id, $2 stage to leave, $3 groups, $4 people, $5 on-call schedules (JSON arrays), $6 quorum, $7 due, $8 urgency, $9 excluded, $10 person. */
export const OPEN_STAGE = `update approval p set stage = p.stage + 1,
    group_ids = array(select jsonb_array_elements_text($3::jsonb)), person_ids = array(select jsonb_array_elements_text($4::jsonb)),
    on_call_ids = array(select jsonb_array_elements_text($5::jsonb)), slots = $6::int, voter_ids = '{}', due_at = $7::timestamptz,
    urgency_at = $8::timestamptz, breached_at = null, excluded = $9::jsonb, change = 'stage_opened', changed_by_id = $10, ${MOVED}
  where p.id = $1 and p.state = 'pending' and p.stage = $2::int ${TOUCHED}`;

/** What votes leave of the open stage. $1 id, $2 slots, $3 voters (JSON array), $4 settles at, $5 change, $6 person. */
export const COUNT_VOTES = `update approval p set slots = $2::int, voter_ids = array(select jsonb_array_elements_text($3::jsonb)),
    settles_at = $4::timestamptz, claims = p.claims - $6::text, change = $5, changed_by_id = $6, ${CHANGED_NOW}
  where p.id = $1 and p.state = 'pending' ${TOUCHED}`;

/** $1 now, $2 limit. A vote whose moment came before the end counts, however late this runs. */
export const EXPIRE_DUE = `with late as (select id from approval where state = 'pending' and expires_at <= $1::timestamptz
      and (settles_at is null or settles_at >= expires_at) order by expires_at limit $2::int for update skip locked)
  update approval p set state = 'expired', change = 'expired', changed_by_id = null, decided_at = $1::timestamptz, ${MOVED}
  from late where p.id = late.id ${TOUCHED}`;

/** $1 now, $2 limit, $3 bonus in milliseconds. */
export const RECORD_BREACHES = `with late as (select id from approval where state = 'pending' and breached_at is null and due_at <= $1::timestamptz
      order by due_at limit $2::int for update skip locked)
  update approval p set breached_at = $1::timestamptz, urgency_at = p.urgency_at - $3::bigint * interval '1 millisecond',
    change = 'breached', changed_by_id = null, ${CHANGED_NOW}
  from late where p.id = late.id ${TOUCHED}, p.due_at as "dueAt"`;

/** $1 agent, $2 person, $3 now. */
export const FREEZE = `update approval p set state = 'frozen', frozen_at = $3::timestamptz, change = 'frozen', changed_by_id = $2, ${MOVED}
  where p.agent_name = $1 and p.state = 'pending' ${TOUCHED}`;

const later = (column: string): string => `${column} = p.${column} + greatest($3::timestamptz - p.frozen_at, interval '0')`;

/** $1 agent, $2 person, $3 now: every moment moves by the time that was frozen. */
export const THAW = `update approval p set state = 'pending', frozen_at = null, ${["due_at", "expires_at", "urgency_at", "next_escalation_at"].map(later).join(", ")},
    change = 'thawed', changed_by_id = $2, ${MOVED}
  where p.agent_name = $1 and p.state = 'frozen' ${TOUCHED}`;

/** $1 actions (JSON array), $2 state and change, $3 person, $4 now, $5 states to leave (JSON array). */
export const END_BY_ACTIONS = `update approval p set state = $2, change = $2, changed_by_id = $3, frozen_at = null,
    decided_at = coalesce(p.decided_at, $4::timestamptz), ${MOVED}
  where p.action_id in (select jsonb_array_elements_text($1::jsonb)) and p.state in (select jsonb_array_elements_text($5::jsonb)) ${TOUCHED}`;

/** Waiting votes on requests that ended or stopped lose their object. $1 approvals (JSON array), $2 now. */
export const VOID_WAITING_VOTES = `insert into vote_outcome (vote_id, outcome, at)
  select v.id, 'void', $2::timestamptz from vote v left join vote_outcome o on o.vote_id = v.id
  where v.approval_id in (select jsonb_array_elements_text($1::jsonb)) and o.vote_id is null
  on conflict (vote_id) do nothing`;

/** What the votes in effect leave of stages that lost waiting ones. $1 approvals (JSON array). */
export const RECOUNT = `update approval p set slots = greatest(0, (p.stages -> (p.stage - 1) ->> 'quorum')::int - counted.votes), voter_ids = counted.voters
  from (select a.id, count(o.vote_id)::int as votes,
      coalesce(array_agg(distinct x.person) filter (where x.person is not null), '{}') as voters
    from approval a left join vote v on v.approval_id = a.id and v.stage = a.stage
    left join vote_outcome o on o.vote_id = v.id and o.outcome = 'effective'
    left join lateral unnest(case when o.vote_id is null then '{}'::text[] else array[v.person_id, v.on_behalf_of_id] end) as x(person) on true
    where a.id in (select jsonb_array_elements_text($1::jsonb)) group by a.id) counted
  where p.id = counted.id`;
