-- CreateTable
CREATE TABLE "run_observation" (
    "trace_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "task_class" TEXT NOT NULL,
    "agent_name" TEXT,
    "attribution" TEXT NOT NULL,
    "model" TEXT,
    "cost_pico_usd" DECIMAL(24,0),
    "took_ms" BIGINT NOT NULL,

    CONSTRAINT "run_observation_pkey" PRIMARY KEY ("trace_id")
);

-- CreateTable
CREATE TABLE "observation_cursor" (
    "id" INTEGER NOT NULL,
    "settled_to" TIMESTAMPTZ(3) NOT NULL,
    "price_version" INTEGER NOT NULL,

    CONSTRAINT "observation_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "advice_margin" (
    "task_class" TEXT NOT NULL,
    "basis_points" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "advice_margin_pkey" PRIMARY KEY ("task_class")
);

-- CreateTable
CREATE TABLE "routing_decision" (
    "id" TEXT NOT NULL,
    "task_class" TEXT NOT NULL,
    "from_model" TEXT NOT NULL,
    "to_model" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "share" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "routing_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_observation_at_idx" ON "run_observation"("at");

-- CreateIndex
CREATE INDEX "routing_decision_task_class_at_idx" ON "routing_decision"("task_class", "at");

grant select, insert, update, delete on run_observation to reeve_app;
grant select, insert, update on observation_cursor, advice_margin to reeve_app;
grant select, insert on routing_decision to reeve_app;

alter table run_observation add constraint run_observation_attribution check (attribution in ('one', 'mixed', 'none') and (attribution = 'one') = (model is not null));
alter table routing_decision add constraint routing_decision_verdict check (verdict in ('accepted', 'declined') and share between 1 and 100);
alter table advice_margin add constraint advice_margin_range check (basis_points between 50 and 2000);

-- Where the job that observes runs goes on.
create index trace_settled on trace (settled_at, id) where settled_at is not null and task_class is not null;
