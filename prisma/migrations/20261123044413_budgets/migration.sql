-- CreateTable
CREATE TABLE "budget" (
    "id" TEXT NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "limit_amount" BIGINT NOT NULL,
    "counted_in" JSONB NOT NULL,
    "thresholds" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_version" (
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "budget_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_counter" (
    "budget_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "spent" DECIMAL(30,0) NOT NULL DEFAULT 0,
    "reserved" DECIMAL(30,0) NOT NULL DEFAULT 0,
    "extra" DECIMAL(30,0) NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "refused_agents" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "minute" TIMESTAMPTZ(0),
    "minute_calls" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_counter_pkey" PRIMARY KEY ("budget_id","key")
);

-- CreateTable
CREATE TABLE "budget_reservation" (
    "action_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "agent_name" TEXT NOT NULL,
    "amount" DECIMAL(30,0) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_reservation_pkey" PRIMARY KEY ("action_id","budget_id")
);

-- CreateTable
CREATE TABLE "budget_event" (
    "id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" TEXT,
    "key" TEXT,
    "percent" INTEGER,
    "act" TEXT,
    "limit_amount" DECIMAL(30,0),
    "spent" DECIMAL(30,0),
    "amount" DECIMAL(30,0),
    "reason" TEXT,

    CONSTRAINT "budget_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_extension" (
    "action_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "amount" DECIMAL(30,0) NOT NULL,
    "asked_by_id" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "approval_id" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_extension_pkey" PRIMARY KEY ("action_id")
);

-- CreateTable
CREATE TABLE "cost_flow" (
    "id" BIGSERIAL NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "dimension_id" INTEGER NOT NULL,
    "tokens" BIGINT NOT NULL,
    "pico_usd" DECIMAL(30,0) NOT NULL,

    CONSTRAINT "cost_flow_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "budget_reservation_budget_id_key_idx" ON "budget_reservation"("budget_id", "key");

-- CreateIndex
CREATE INDEX "budget_event_budget_id_at_idx" ON "budget_event"("budget_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "budget_event_budget_id_key_percent_act_limit_amount_key" ON "budget_event"("budget_id", "key", "percent", "act", "limit_amount");

-- CreateIndex
CREATE INDEX "budget_extension_budget_id_asked_at_idx" ON "budget_extension"("budget_id", "asked_at" DESC);

insert into budget_version (id, version) values (1, 1);

grant select, insert, update on budget, budget_version, budget_counter, budget_extension to reeve_app;
grant select, insert on budget_event to reeve_app;
grant select, insert, delete, update on budget_reservation, cost_flow to reeve_app;
grant usage on sequence cost_flow_id_seq to reeve_app;

create trigger budget_event_append_only before update or delete or truncate on budget_event
  for each statement execute function refuse_change();

alter table budget add constraint budget_limit check (limit_amount > 0),
  add constraint budget_state check (state in ('active', 'retired')),
  add constraint budget_scope check (scope_kind in ('organisation', 'team', 'agent', 'task_class', 'run')),
  add constraint budget_measure check (measure in ('money', 'tokens', 'steps', 'wall_time', 'repeats'));
alter table budget_counter add constraint budget_counter_held check (reserved >= 0 and extra >= 0);

-- One active budget of a kind: two of the same would only differ in which one speaks first.
create unique index budget_active on budget (scope_kind, scope_id, measure, (counted_in::text)) where state = 'active';
-- What a run cost so far, for budgets of single runs.
create index trace_of_run on trace (run_id) where run_id is not null;
create index action_over_budget on action (created_at desc) where cause = 'budget';
