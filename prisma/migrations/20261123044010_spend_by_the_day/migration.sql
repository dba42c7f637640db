-- AlterTable
ALTER TABLE "team" ADD COLUMN     "cost_centre" TEXT;

-- AlterTable
ALTER TABLE "cost_dimension" ADD COLUMN     "person" TEXT;

-- CreateTable
CREATE TABLE "cost_daily" (
    "zone" TEXT NOT NULL,
    "day" DATE NOT NULL,
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

    CONSTRAINT "cost_daily_pkey" PRIMARY KEY ("zone","day","dimension_id","bucket")
);

-- CreateTable
CREATE TABLE "cost_day_zone" (
    "id" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "cost_day_zone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_rate" (
    "version" SERIAL NOT NULL,
    "micro_usd_per_hour" BIGINT,
    "author_id" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_rate_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "attribution_version" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "author_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attribution_version_pkey" PRIMARY KEY ("version")
);

grant select, insert, update, delete on cost_daily to reeve_app;
grant select, update on cost_day_zone to reeve_app;
grant select, insert on review_rate, attribution_version to reeve_app;
grant usage on sequence review_rate_version_seq to reeve_app;
alter table cost_daily add constraint cost_daily_bucket check (bucket in ('priced', 'unpriced', 'missing', 'failed'));
alter table cost_day_zone add constraint cost_day_zone_one check (id = 1);
-- No zone yet: the first folding sums up the days of the organisation's.
insert into cost_day_zone (id, zone) values (1, '');
alter table review_rate add constraint review_rate_sound check (micro_usd_per_hour > 0);

create trigger review_rate_append_only before update or delete or truncate on review_rate
  for each statement execute function refuse_change();
create trigger attribution_version_append_only before update or delete or truncate on attribution_version
  for each statement execute function refuse_change();
