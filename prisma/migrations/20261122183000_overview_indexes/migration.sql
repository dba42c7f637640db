-- The overview counts what was asked in a span of time by agent and outcome, from these alone: the rows of actions are
-- wide, and a million of them would have to be read from disk.
create index action_outcomes on action (created_at) include (agent_name, state);
create index approval_outcomes on approval (created_at) include (agent_name, state, due_at, decided_at, decided_by_id);
