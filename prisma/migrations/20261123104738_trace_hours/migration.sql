-- AlterTable
ALTER TABLE "trace" ADD COLUMN     "authority" TEXT,
ADD COLUMN     "gate_outcome" TEXT,
ADD COLUMN     "stood_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "trace_hour" (
    "facet" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "runs" INTEGER NOT NULL,
    "unfinished" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "ungoverned" INTEGER NOT NULL,

    CONSTRAINT "trace_hour_pkey" PRIMARY KEY ("facet","value","hour")
);

-- CreateTable
CREATE TABLE "trace_hour_stale" (
    "id" BIGSERIAL NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trace_hour_stale_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "trace_hour_hour_idx" ON "trace_hour"("hour");

-- CreateIndex
CREATE INDEX "trace_hour_stale_hour_idx" ON "trace_hour_stale"("hour");

alter table trace add constraint trace_gate_outcome check (gate_outcome in ('waiting', 'denied', 'rejected', 'expired', 'stopped', 'killed', 'withdrawn')),
  add constraint trace_authority check (authority in ('person', 'grant', 'rule', 'gate', 'open'));

create index trace_by_gate_outcome on trace (gate_outcome, first_at desc, id desc) where gate_outcome is not null;
create index trace_by_authority on trace (authority, first_at desc, id desc) where authority is not null;
create index trace_untold on trace (received_at) where stood_at is null;

-- A trace that turns out to belong to another run is told anew: actions may name a run and no trace.
create function tell_trace_anew() returns trigger language plpgsql as $$
begin
  new.stood_at := null;
  return new;
end $$;
create trigger trace_of_another_run before update on trace
  for each row when (old.run_id is distinct from new.run_id) execute function tell_trace_anew();

-- Whoever changes what is counted of a trace leaves the hours it began in to be counted anew, in the same transaction.
create function mark_new_traces() returns trigger language plpgsql as $$
begin
  insert into trace_hour_stale (hour, at)
    select distinct date_bin('1 hour', first_at, '2000-01-01T00:00:00Z'::timestamptz), now() from told;
  return null;
end $$;
create function mark_changed_traces() returns trigger language plpgsql as $$
begin
  insert into trace_hour_stale (hour, at)
    select distinct date_bin('1 hour', moment, '2000-01-01T00:00:00Z'::timestamptz), now()
    from before b join after a using (id) cross join lateral (values (b.first_at), (a.first_at)) m(moment)
    where (b.first_at, b.agent_name, b.team, b.task_class, b.tools, b.models, b.is_failed, b.running > 0, b.ungoverned > 0, b.gate_outcome, b.authority)
      is distinct from (a.first_at, a.agent_name, a.team, a.task_class, a.tools, a.models, a.is_failed, a.running > 0, a.ungoverned > 0, a.gate_outcome, a.authority);
  return null;
end $$;
create trigger trace_counted after insert on trace referencing new table as told for each statement execute function mark_new_traces();
create trigger trace_counted_no_more after delete on trace referencing old table as told for each statement execute function mark_new_traces();
create trigger trace_counted_otherwise after update on trace
  referencing old table as before new table as after for each statement execute function mark_changed_traces();

grant select, insert, update, delete on trace_hour, trace_hour_stale to reeve_app;
grant usage on sequence trace_hour_stale_id_seq to reeve_app;

insert into trace_hour_stale (hour, at) select distinct date_bin('1 hour', first_at, '2000-01-01T00:00:00Z'::timestamptz), now() from trace;

-- The list is narrowed by how runs stand, where it was by how their roots ended.
update saved_view set query = regexp_replace(regexp_replace(query, '(^|&)status=error(&|$)', '\1status=failed\2'), '(^|&)status=ok(&|$)', '\1status=done\2')
  where page = 'traces' and query ~ '(^|&)status=(error|ok)(&|$)';
