-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "escalation_round" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "escalation_event" ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 0;

-- DropIndex
DROP INDEX "escalation_event_approval_id_stage_loop_step_key";

-- CreateIndex
CREATE UNIQUE INDEX "escalation_event_approval_id_round_stage_loop_step_key" ON "escalation_event"("approval_id", "round", "stage", "loop", "step");
