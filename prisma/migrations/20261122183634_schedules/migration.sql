-- CreateTable
CREATE TABLE "calendar" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "hours" JSONB NOT NULL,
    "holiday_country" TEXT,
    "holiday_region" TEXT,
    "dates" JSONB NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "is_built_in" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "on_call" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "layers" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "on_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "on_call_override" (
    "id" TEXT NOT NULL,
    "on_call_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by_id" TEXT,

    CONSTRAINT "on_call_override_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "calendar_name_key" ON "calendar"("name");

-- CreateIndex
CREATE UNIQUE INDEX "on_call_name_key" ON "on_call"("name");

-- CreateIndex
CREATE INDEX "on_call_override_on_call_id_ends_at_idx" ON "on_call_override"("on_call_id", "ends_at");

-- AddForeignKey
ALTER TABLE "on_call_override" ADD CONSTRAINT "on_call_override_on_call_id_fkey" FOREIGN KEY ("on_call_id") REFERENCES "on_call"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

grant select, insert, update on calendar, on_call, on_call_override to reeve_app;

-- There is one default at any moment, and it is in use.
create unique index calendar_one_default on calendar (is_default) where is_default;
alter table calendar add constraint calendar_default_is_in_use check (not is_default or archived_at is null);
alter table on_call_override add constraint on_call_override_lasts check (ends_at > starts_at);

-- Always open: what every organisation starts with, until it makes another calendar the default.
insert into calendar (id, name, zone, hours, dates, is_default, is_built_in, created_at, updated_at)
select 'cal_00000000000000000000000000', 'Always', 'UTC', jsonb_object_agg(day, '[{"from": "00:00", "to": "24:00"}]'::jsonb), '[]', true, true, now(), now()
from unnest(array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) as day;
