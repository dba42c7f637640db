-- What the scorecard counts over a month of calls, from the index alone: who called what with which key, and what became of it.
create index action_measured on action (created_at)
  include (id, agent_name, tool_name, api_key_id, side_effect, risk_tier, state, policy_version, consumed_at);
