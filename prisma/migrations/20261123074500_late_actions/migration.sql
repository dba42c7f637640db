-- Steps find the actions that came after them from those actions: by their consumption, and by the run of a step.
-- Said as it is asked, so that the planner never takes it for the calls of one agent.
create index action_consumed on action (consumed_at) where consumed_at is not null and (trace_id is not null or run_id is not null);
create index step_loose_of_run on step (run_id) where governed = false and action_id is null and run_id is not null;
