-- How a request that ended stands against its SLA, and how long people took for it in whole minutes: derived once, when
-- it ends, so that a million of them are counted by values that the planner knows. Null for what was withdrawn or is open.
alter table approval
  add column sla text generated always as (case
    when state in ('approved', 'rejected', 'revoked') then case when late_stages > 0 or decided_at > due_at then 'late' else 'inTime' end
    when state = 'expired' then 'expired' end) stored,
  add column took_minutes int generated always as (case
    when state in ('approved', 'rejected', 'revoked') then floor(extract(epoch from decided_at - created_at) / 60)::int end) stored;

drop index approval_attainment;
create index approval_attainment on approval (created_at)
  include (sla, took_minutes, state, agent_name, team_id, risk_tier, rule_id, rule_version, decided_at, decided_by_id);
create index approval_missed on approval (created_at desc, id desc) where sla in ('late', 'expired');
