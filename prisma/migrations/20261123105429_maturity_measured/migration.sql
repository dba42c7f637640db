-- AlterTable
ALTER TABLE "maturity_snapshot" ADD COLUMN     "measured_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "trace" ADD COLUMN     "authority" TEXT,
ADD COLUMN     "gate_outcome" TEXT,
ADD COLUMN     "stood_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "trace_hour" (
    "facet" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "runs" INTEGER NOT NULL,
    "unfinished" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "ungoverned" INTEGER NOT NULL,

    CONSTRAINT "trace_hour_pkey" PRIMARY KEY ("facet","value","hour")
);

-- CreateTable
CREATE TABLE "trace_hour_stale" (
    "id" BIGSERIAL NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trace_hour_stale_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "trace_hour_hour_idx" ON "trace_hour"("hour");

-- CreateIndex
CREATE INDEX "trace_hour_stale_hour_idx" ON "trace_hour_stale"("hour");
