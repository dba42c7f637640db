-- Least privilege: every runtime connection of web and worker takes the role reeve_app (SET ROLE), the
-- sequencer of the audit log will take reeve_sequencer. Neither owns anything.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'reeve_app') then create role reeve_app nologin; end if;
  if not exists (select 1 from pg_roles where rolname = 'reeve_sequencer') then create role reeve_sequencer nologin; end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster migrates at the same moment
end $$;
grant reeve_app to current_user;
grant reeve_sequencer to current_user;

grant usage on schema public to reeve_app, reeve_sequencer;
grant select, insert, update on all tables in schema public to reeve_app;
revoke all on "_prisma_migrations" from reeve_app;
grant select on "_prisma_migrations" to reeve_app;
grant delete on group_member, agent_tool, rate_window, setup_link to reeve_app;

-- What is written stays as it was written.
revoke update on audit_outbox, rule_version, policy_version, vote, agent_state_change from reeve_app;
grant select, delete on audit_outbox to reeve_sequencer;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_outbox_append_only before update or truncate on audit_outbox
  for each statement execute function refuse_change();

-- The queue reads only what is open, however much is past.
create index approval_open_by_urgency on approval (urgency_at, id) where state in ('pending', 'frozen');
create index approval_open_by_creation on approval (created_at desc, id desc) where state in ('pending', 'frozen');
create index approval_pending_by_expiry on approval (expires_at) where state = 'pending';
create index approval_pending_by_due on approval (due_at) where state = 'pending' and breached_at is null;
create index approval_held on approval (claimed_by_id) where state = 'pending' and claimed_by_id is not null;
create index approval_decided_at on approval (decided_at desc, id desc) where decided_at is not null;
create index action_allowed_until on action (allowed_until) where state = 'allowed';
create index action_lease on action (lease_expires_at) where state = 'executing';
create index action_flagged on action (updated_at desc) where flag is not null;
create index action_event_unsequenced on action_event (created_at) where seq is null;
