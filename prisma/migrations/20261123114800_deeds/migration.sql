-- Who calls which tool with which key: read by leaps, one for each combination. And the few calls that a person may regret most.
-- They take the place of one index over all that was measured, which cost as much to read as there were calls.
create index action_deed on action (agent_name, tool_name, api_key_id, created_at);
create index action_ran_high_risk on action (created_at) where risk_tier = 'high' and side_effect <> 'read' and consumed_at is not null;
drop index action_measured;
