-- The card asks how similar requests were decided: counted from the index alone, the newest read from it in order.
create index approval_precedent on approval (tool_name, agent_name, decided_at desc) include (id, state, amount_micro_usd)
  where decided_at is not null;
-- The last thing that ran on a resource, for what is known of its state. Names of resources may be longer than an index
-- takes, so their digests stand in it.
create index action_ran_on_resource on action (md5(resource), consumed_at desc) where consumed_at is not null and side_effect <> 'read';
-- What an agent ran, for the hosts that it named before.
create index action_ran_by_agent on action (agent_name, consumed_at desc) where consumed_at is not null;
