-- AlterTable
ALTER TABLE "step" ADD COLUMN     "cost_bucket" TEXT,
ADD COLUMN     "cost_dimension_id" INTEGER,
ADD COLUMN     "cost_pico_usd" DECIMAL(24,0),
ADD COLUMN     "environment" TEXT,
ADD COLUMN     "price_version" INTEGER,
ADD COLUMN     "service_tier" TEXT;

-- AlterTable
ALTER TABLE "trace" ADD COLUMN     "cost_pico_usd" DECIMAL(24,0) NOT NULL DEFAULT 0,
ADD COLUMN     "priced_steps" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "settled_at" TIMESTAMPTZ(3),
ADD COLUMN     "unpriced_steps" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "price_version" (
    "version" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "catalogue" TEXT NOT NULL,
    "added" INTEGER NOT NULL,
    "removed" INTEGER NOT NULL,
    "by_id" TEXT,

    CONSTRAINT "price_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "price_provider" (
    "catalogue" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "provider_match" JSONB,
    "model_match" JSONB,
    "fallbacks" TEXT[],

    CONSTRAINT "price_provider_pkey" PRIMARY KEY ("catalogue","id")
);

-- CreateTable
CREATE TABLE "price" (
    "id" TEXT NOT NULL,
    "since_version" INTEGER NOT NULL,
    "until_version" INTEGER,
    "source" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "name" TEXT,
    "match" JSONB,
    "service_tier" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "from_second" INTEGER,
    "to_second" INTEGER,
    "rank" INTEGER NOT NULL,
    "rates" JSONB NOT NULL,
    "contract" TEXT,
    "by_id" TEXT,

    CONSTRAINT "price_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price_alias" (
    "id" TEXT NOT NULL,
    "since_version" INTEGER NOT NULL,
    "until_version" INTEGER,
    "name" TEXT NOT NULL,
    "provider" TEXT,
    "to_provider" TEXT NOT NULL,
    "to_model" TEXT NOT NULL,
    "by_id" TEXT,

    CONSTRAINT "price_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repricing" (
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "steps_in_all" BIGINT NOT NULL DEFAULT 0,
    "steps_seen" BIGINT NOT NULL DEFAULT 0,
    "steps_changed" BIGINT NOT NULL DEFAULT 0,
    "difference_pico_usd" DECIMAL(30,0) NOT NULL DEFAULT 0,
    "day" DATE,
    "last_trace_id" TEXT NOT NULL DEFAULT '',
    "last_span_id" TEXT NOT NULL DEFAULT '',
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "repricing_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "cost_dimension" (
    "id" SERIAL NOT NULL,
    "agent" TEXT,
    "team" TEXT,
    "task_class" TEXT,
    "model" TEXT,
    "provider" TEXT,
    "environment" TEXT,
    "key" TEXT NOT NULL,

    CONSTRAINT "cost_dimension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cost_delta" (
    "id" BIGSERIAL NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "dimension_id" INTEGER NOT NULL,
    "bucket" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "version" INTEGER,
    "calls" INTEGER NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "cache_write_5m_tokens" BIGINT NOT NULL,
    "cache_write_1h_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "input_pico_usd" DECIMAL(30,0) NOT NULL,
    "cache_read_pico_usd" DECIMAL(30,0) NOT NULL,
    "cache_write_5m_pico_usd" DECIMAL(30,0) NOT NULL,
    "cache_write_1h_pico_usd" DECIMAL(30,0) NOT NULL,
    "output_pico_usd" DECIMAL(30,0) NOT NULL,
    "reasoning_pico_usd" DECIMAL(30,0) NOT NULL,
    "reported_pico_usd" DECIMAL(30,0) NOT NULL,

    CONSTRAINT "cost_delta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cost_hourly" (
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "dimension_id" INTEGER NOT NULL,
    "bucket" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "cache_write_5m_tokens" BIGINT NOT NULL,
    "cache_write_1h_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "input_pico_usd" DECIMAL(30,0) NOT NULL,
    "cache_read_pico_usd" DECIMAL(30,0) NOT NULL,
    "cache_write_5m_pico_usd" DECIMAL(30,0) NOT NULL,
    "cache_write_1h_pico_usd" DECIMAL(30,0) NOT NULL,
    "output_pico_usd" DECIMAL(30,0) NOT NULL,
    "reasoning_pico_usd" DECIMAL(30,0) NOT NULL,
    "reported_pico_usd" DECIMAL(30,0) NOT NULL,

    CONSTRAINT "cost_hourly_pkey" PRIMARY KEY ("hour","dimension_id","bucket")
);

-- CreateTable
CREATE TABLE "cost_correction" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "dimension_id" INTEGER NOT NULL,
    "bucket" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "version" INTEGER,
    "calls" INTEGER NOT NULL,
    "cost_pico_usd" DECIMAL(30,0) NOT NULL,

    CONSTRAINT "cost_correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "price_source_provider_model_idx" ON "price"("source", "provider", "model");

-- CreateIndex
CREATE UNIQUE INDEX "cost_dimension_key_key" ON "cost_dimension"("key");

-- CreateIndex
CREATE INDEX "cost_correction_hour_idx" ON "cost_correction"("hour");

grant select, insert, update on price_version, price, price_alias, repricing, cost_hourly to reeve_app;
grant select, insert on price_provider, cost_dimension, cost_correction to reeve_app;
grant select, insert, update, delete on cost_delta to reeve_app;
grant usage on sequence price_version_version_seq, cost_dimension_id_seq, cost_delta_id_seq, cost_correction_id_seq to reeve_app;

-- What was corrected stays on record as it was corrected.
create trigger cost_correction_append_only before update or delete or truncate on cost_correction
  for each statement execute function refuse_change();

alter table price add constraint price_source check (source in ('catalogue', 'contract')),
  add constraint price_days check (ends_at is null or starts_at is null or ends_at > starts_at);
alter table repricing add constraint repricing_state check (state in ('waiting', 'running', 'done', 'joined'));
alter table cost_hourly add constraint cost_hourly_bucket check (bucket in ('priced', 'unpriced', 'missing', 'failed'));

-- Traces that are still to be looked at as a whole, the longest quiet first; and the dearest first.
create index trace_unsettled on trace (received_at, id) where settled_at is null;
create index trace_by_cost on trace (cost_pico_usd desc, first_at desc, id desc);
create index repricing_open on repricing (version) where state in ('waiting', 'running');
