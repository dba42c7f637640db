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

-- CreateTable
CREATE TABLE "cost_anomaly" (
    "id" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "from_hour" TIMESTAMPTZ(0) NOT NULL,
    "until_hour" TIMESTAMPTZ(0) NOT NULL,
    "cost_micro_usd" BIGINT NOT NULL,
    "usual_micro_usd" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "model" TEXT,
    "task_class" TEXT,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "dismissed_by_id" TEXT,
    "dismissed_reason" TEXT,

    CONSTRAINT "cost_anomaly_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_estimate" (
    "agent_name" TEXT NOT NULL,
    "runs_per_month" INTEGER NOT NULL,
    "cost_per_run_micro_usd" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL,
    "set_by_id" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_estimate_pkey" PRIMARY KEY ("agent_name")
);

-- CreateIndex
CREATE INDEX "budget_reservation_budget_id_key_idx" ON "budget_reservation"("budget_id", "key");

-- CreateIndex
CREATE INDEX "budget_event_budget_id_at_idx" ON "budget_event"("budget_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "budget_event_budget_id_key_percent_act_limit_amount_key" ON "budget_event"("budget_id", "key", "percent", "act", "limit_amount");

-- CreateIndex
CREATE INDEX "budget_extension_budget_id_asked_at_idx" ON "budget_extension"("budget_id", "asked_at" DESC);

-- CreateIndex
CREATE INDEX "cost_anomaly_until_hour_idx" ON "cost_anomaly"("until_hour");

-- CreateIndex
CREATE UNIQUE INDEX "cost_anomaly_dimension_key_from_hour_key" ON "cost_anomaly"("dimension", "key", "from_hour");

grant select, insert, update on cost_anomaly, agent_estimate to reeve_app;

alter table cost_anomaly add constraint cost_anomaly_dimension check (dimension in ('agent', 'team', 'model')),
  add constraint cost_anomaly_hours check (until_hour > from_hour);
alter table agent_estimate add constraint agent_estimate_amounts check (runs_per_month > 0 and cost_per_run_micro_usd > 0);
