-- CreateTable
CREATE TABLE "maturity_fleet" (
    "id" TEXT NOT NULL,
    "day" CHAR(10) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "rubric_version" TEXT NOT NULL,
    "agents" JSONB NOT NULL,
    "criteria" JSONB NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "maturity_fleet_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "maturity_fleet_at_idx" ON "maturity_fleet"("at");

grant select, insert on maturity_fleet to reeve_app;

create trigger maturity_fleet_append_only before update or delete or truncate on maturity_fleet
  for each statement execute function refuse_change();
