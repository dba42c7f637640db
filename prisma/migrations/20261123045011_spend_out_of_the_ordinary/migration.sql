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
CREATE INDEX "cost_anomaly_until_hour_idx" ON "cost_anomaly"("until_hour");

-- CreateIndex
CREATE UNIQUE INDEX "cost_anomaly_dimension_key_from_hour_key" ON "cost_anomaly"("dimension", "key", "from_hour");

grant select, insert, update on cost_anomaly, agent_estimate to reeve_app;

alter table cost_anomaly add constraint cost_anomaly_dimension check (dimension in ('agent', 'team', 'model')),
  add constraint cost_anomaly_hours check (until_hour > from_hour);
alter table agent_estimate add constraint agent_estimate_amounts check (runs_per_month > 0 and cost_per_run_micro_usd > 0);
