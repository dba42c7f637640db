-- AlterTable
ALTER TABLE "repricing" ADD COLUMN     "reached_at" TIMESTAMPTZ(6),
ADD COLUMN     "reached_span_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "reached_trace_id" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "step_started_at_idx" ON "step" USING BRIN ("started_at");
