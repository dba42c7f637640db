-- CreateTable
CREATE TABLE "step" (
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "span_id" TEXT COLLATE "C" NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "parent_id" TEXT COLLATE "C",
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "status" TEXT NOT NULL,
    "error_type" TEXT,
    "error_message" TEXT,
    "agent_name" TEXT,
    "task_class" TEXT,
    "team" TEXT,
    "run_id" TEXT,
    "conversation_id" TEXT,
    "initiator_type" TEXT,
    "initiator_id" TEXT,
    "provider" TEXT,
    "model_requested" TEXT,
    "model" TEXT,
    "response_id" TEXT,
    "input_tokens" INTEGER,
    "cache_read_tokens" INTEGER,
    "cache_write_tokens" INTEGER,
    "cache_write_1h_tokens" INTEGER,
    "output_tokens" INTEGER,
    "reasoning_tokens" INTEGER,
    "usage_basis" TEXT,
    "reported_cost_pico_usd" DECIMAL(24,0),
    "tool_name" TEXT,
    "tool_call_id" TEXT,
    "action_id" TEXT,
    "governed" BOOLEAN,
    "resource" TEXT,
    "dialect" TEXT NOT NULL,
    "sdk" TEXT NOT NULL,
    "marks" TEXT[],
    "source_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "step_pkey" PRIMARY KEY ("trace_id","span_id","started_at")
) PARTITION BY RANGE ("started_at");

-- CreateTable
CREATE TABLE "step_payload" (
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "span_id" TEXT COLLATE "C" NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "span" TEXT NOT NULL,

    CONSTRAINT "step_payload_pkey" PRIMARY KEY ("trace_id","span_id","started_at")
) PARTITION BY RANGE ("started_at");

-- CreateTable
CREATE TABLE "step_event" (
    "id" CHAR(32) NOT NULL,
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "span_id" TEXT COLLATE "C",
    "name" TEXT NOT NULL,
    "request_id" TEXT,
    "tool_call_id" TEXT,
    "cost_pico_usd" DECIMAL(24,0),
    "content" TEXT NOT NULL,

    CONSTRAINT "step_event_pkey" PRIMARY KEY ("trace_id","id","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "trace" (
    "id" TEXT COLLATE "C" NOT NULL,
    "first_at" TIMESTAMPTZ(6) NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT COLLATE "C" NOT NULL,
    "has_root" BOOLEAN NOT NULL,
    "agent_name" TEXT,
    "agent_key" TEXT COLLATE "C",
    "team" TEXT,
    "task_class" TEXT,
    "run_id" TEXT,
    "conversation_id" TEXT,
    "initiator_type" TEXT,
    "initiator_id" TEXT,
    "agents" TEXT[],
    "tools" TEXT[],
    "models" TEXT[],
    "steps" INTEGER NOT NULL,
    "running" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "is_failed" BOOLEAN NOT NULL,
    "llm_steps" INTEGER NOT NULL,
    "tool_steps" INTEGER NOT NULL,
    "ungoverned" INTEGER NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reported_cost_pico_usd" DECIMAL(24,0) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_source" (
    "id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "sdk" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ingest_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_delta" (
    "id" BIGSERIAL NOT NULL,
    "source_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "signal" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ingest_delta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_count" (
    "source_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "signal" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "ingest_count_pkey" PRIMARY KEY ("source_id","hour","signal","outcome")
);

-- CreateTable
CREATE TABLE "metric_point" (
    "id" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "is_delta" BOOLEAN NOT NULL,
    "attributes" JSONB NOT NULL,
    "source_id" TEXT NOT NULL,

    CONSTRAINT "metric_point_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "trace_first_at_id_idx" ON "trace"("first_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "trace_agent_name_first_at_id_idx" ON "trace"("agent_name", "first_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ingest_source_api_key_id_service_sdk_key" ON "ingest_source"("api_key_id", "service", "sdk");

-- CreateIndex
CREATE INDEX "metric_point_metric_at_idx" ON "metric_point"("metric", "at");

-- Steps, their payloads and events are kept by day (UTC): what is past retention goes with its partition. Made ahead by
-- the worker, and for an older day when its first step comes. The role of the application owns no table, so it asks here.
create function make_step_partitions(days date[]) returns void
  language plpgsql security definer set search_path = public set timezone = 'UTC' as $$
declare
  day date;
  parent text;
  part text;
begin
  perform pg_advisory_xact_lock(hashtextextended('step.partitions', 0));
  foreach day in array days loop
    foreach parent in array array['step', 'step_payload', 'step_event'] loop
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      if to_regclass(part) is null then
        -- Made apart and attached: that lets others go on inserting.
        execute format('create table %I (like %I including all)', part, parent);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, day::timestamptz, (day + 1)::timestamptz);
      end if;
    end loop;
  end loop;
end $$;

-- Drops the partitions of one table before a day; never what is younger than a month, whatever is asked.
create function drop_step_partitions(parent text, before date) returns integer
  language plpgsql security definer set search_path = public set timezone = 'UTC' set lock_timeout = '2s' as $$
declare
  part text;
  dropped integer := 0;
begin
  if parent not in ('step', 'step_payload', 'step_event') or before > current_date - 30 then
    raise exception 'partitions of % before % are not dropped', parent, before using errcode = 'insufficient_privilege';
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent::regclass and c.relname < parent || '_' || to_char(before, 'YYYYMMDD') order by 1
  loop
    execute format('drop table %I', part);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
revoke all on function make_step_partitions(date[]), drop_step_partitions(text, date) from public;
grant execute on function make_step_partitions(date[]), drop_step_partitions(text, date) to reeve_app;

grant select, insert, update, delete on step, step_payload to reeve_app;
grant select, insert on step_event, metric_point to reeve_app;
grant select, insert, update on trace, ingest_source, ingest_count to reeve_app;
grant select, insert, update, delete on ingest_delta to reeve_app;
grant usage on sequence ingest_delta_id_seq to reeve_app;

-- Payloads compress well, and lz4 costs a fraction of the default; not every PostgreSQL was built with it.
do $$ begin
  alter table step_payload alter column span set compression lz4;
  alter table step_event alter column content set compression lz4;
exception when feature_not_supported then null;
end $$;

-- Tool steps that never passed the gate: counted per agent, and looked at again for actions that came late.
create index step_ungoverned on step (started_at, agent_name) where governed = false;
create index trace_tools on trace using gin (tools);
create index trace_models on trace using gin (models);
create index trace_by_team on trace (team, first_at desc, id desc) where team is not null;
create index trace_by_person on trace (initiator_id, first_at desc, id desc) where initiator_id is not null;
create index trace_by_task on trace (task_class, first_at desc, id desc) where task_class is not null;
create index trace_ungoverned on trace (first_at desc, id desc) where ungoverned > 0;
create index trace_failed on trace (first_at desc, id desc) where is_failed;

-- A tool step finds its action by its trace, or by its run.
create index action_by_trace on action (trace_id) where trace_id is not null;
create index action_by_run on action (run_id, tool_name) where run_id is not null;
