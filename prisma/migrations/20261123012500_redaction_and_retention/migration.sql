-- CreateTable
CREATE TABLE "redaction_version" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "change" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "redaction_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "retention_version" (
    "version" INTEGER NOT NULL,
    "steps" INTEGER NOT NULL,
    "payloads" INTEGER NOT NULL,
    "events" INTEGER NOT NULL,
    "metrics" INTEGER NOT NULL,
    "author_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "step_redaction" (
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "item_id" TEXT COLLATE "C" NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "rules_version" INTEGER NOT NULL,
    "taken" TEXT NOT NULL,
    "sealed" TEXT,
    "salts" BYTEA NOT NULL,
    "commitments" BYTEA NOT NULL,
    "beyond" INTEGER NOT NULL,

    CONSTRAINT "step_redaction_pkey" PRIMARY KEY ("trace_id","item_id","started_at")
) PARTITION BY RANGE ("started_at");

-- CreateTable
CREATE TABLE "metric_sample" (
    "id" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "is_delta" BOOLEAN NOT NULL,
    "attributes" JSONB NOT NULL,
    "source_id" TEXT NOT NULL,

    CONSTRAINT "metric_sample_pkey" PRIMARY KEY ("id","at")
) PARTITION BY RANGE ("at");

-- CreateIndex
CREATE INDEX "metric_sample_metric_at_idx" ON "metric_sample"("metric", "at");

alter table redaction_version add constraint redaction_version_is_a_list check (jsonb_typeof(rules) = 'array' and version > 0);
-- The record is kept for six months; what may hold personal data may go sooner, but no sooner than telemetry may still come.
alter table retention_version add constraint retention_version_floors
  check (version > 0 and steps >= 184 and events >= 184 and payloads >= 30 and metrics >= 30);

-- As before, for the new tables, too.
create or replace function make_step_partitions(days date[]) returns void
  language plpgsql security definer set search_path = public set timezone = 'UTC' as $$
declare
  day date;
  parent text;
  part text;
begin
  perform pg_advisory_xact_lock(hashtextextended('step.partitions', 0));
  foreach day in array days loop
    foreach parent in array array['step', 'step_payload', 'step_event', 'step_redaction', 'metric_sample'] loop
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      if to_regclass(part) is null then
        -- Made apart and attached: that lets others go on inserting.
        execute format('create table %I (like %I including all)', part, parent);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, day::timestamptz, (day + 1)::timestamptz);
      end if;
    end loop;
  end loop;
end $$;

-- Drops one day of one table and answers what that was; never what is younger than its floor, whatever is asked. With the
-- steps of a day go the lines of the traces that ended by then.
create function drop_partition(parent text, day date) returns table (rows bigint, bytes bigint)
  language plpgsql security definer set search_path = public set timezone = 'UTC' set lock_timeout = '2s' as $$
declare
  part text := parent || '_' || to_char(day, 'YYYYMMDD');
  floor_days integer := case
    when parent in ('step', 'step_event') then 184
    when parent in ('step_payload', 'step_redaction', 'metric_sample') then 30
  end;
begin
  if floor_days is null or day is null or day > current_date - floor_days then
    raise exception 'the partition of % of % is not dropped', parent, day using errcode = 'insufficient_privilege';
  end if;
  if not exists (select 1 from pg_inherits where inhparent = parent::regclass and inhrelid = to_regclass(part)) then
    return;
  end if;
  execute format('select count(*), pg_total_relation_size(%L) from %I', part, part) into rows, bytes;
  execute format('drop table %I', part);
  if parent = 'step' then
    delete from trace where first_at < (day + 1)::timestamptz and last_at < (day + 1)::timestamptz;
  end if;
  -- Written by a Reeve of the last version beside this one.
  if parent = 'metric_sample' then
    delete from metric_point where at < (day + 1)::timestamptz;
  end if;
  return next;
end $$;

-- Which of these values (as bytes) were taken out of an item: the places of their commitments, from 1 on. The salts stay here.
create function find_commitments(trace text, item text, at timestamptz, candidates bytea[]) returns integer[]
  language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(distinct i order by i), '{}')
  from step_redaction r, generate_series(1, octet_length(r.commitments) / 32) i, unnest(candidates) c (value)
  where r.trace_id = trace and r.item_id = item and r.started_at = at
    and sha256(substr(r.salts, 32 * (i - 1) + 1, 32) || c.value) = substr(r.commitments, 32 * (i - 1) + 1, 32)
$$;
revoke all on function drop_partition(text, date), find_commitments(text, text, timestamptz, bytea[]) from public;
grant execute on function drop_partition(text, date), find_commitments(text, text, timestamptz, bytea[]) to reeve_app;

grant select, insert on redaction_version, retention_version, metric_sample to reeve_app;
grant insert, delete on step_redaction to reeve_app;
grant select (trace_id, item_id, started_at, rules_version, taken, sealed, commitments, beyond) on step_redaction to reeve_app;

-- The days that are there already, and what agents counted in them.
do $$
declare days date[];
begin
  select coalesce(array_agg(distinct to_date(right(c.relname, 8), 'YYYYMMDD')), '{}') into days
  from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'step_payload'::regclass;
  perform make_step_partitions(days);
  select coalesce(array_agg(distinct (at at time zone 'UTC')::date), '{}') into days from metric_point;
  perform make_step_partitions(days);
end $$;
with moved as (delete from metric_point returning *)
insert into metric_sample (id, metric, unit, start_at, at, value, is_delta, attributes, source_id)
  select id, metric, unit, start_at, at, value, is_delta, attributes, source_id from moved;
