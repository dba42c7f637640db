-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "late_stages" INTEGER NOT NULL DEFAULT 0;

-- What became of the requests of a span of time, for the overview and for the attainment of the SLA, from these columns
-- alone. It takes the place of the narrower index that the overview had.
create index approval_attainment on approval (created_at) include (agent_name, state, due_at, decided_at, decided_by_id, frozen_at,
  late_stages, team_id, risk_tier, rule_id, rule_version);
drop index approval_outcomes;
