-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "paused_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "stage_opened_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "escalation_chain" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "escalation_chain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_chain_version" (
    "chain_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "created_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "escalation_chain_version_pkey" PRIMARY KEY ("chain_id","version")
);

-- CreateTable
CREATE TABLE "escalation_event" (
    "id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "loop" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "chain_id" TEXT,
    "chain_version" INTEGER,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "acted_at" TIMESTAMPTZ(3) NOT NULL,
    "person_ids" TEXT[],
    "group_ids" TEXT[],

    CONSTRAINT "escalation_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "escalation_chain_name_key" ON "escalation_chain"("name");

-- CreateIndex
CREATE UNIQUE INDEX "escalation_event_approval_id_stage_loop_step_key" ON "escalation_event"("approval_id", "stage", "loop", "step");

-- AddForeignKey
ALTER TABLE "escalation_chain_version" ADD CONSTRAINT "escalation_chain_version_chain_id_fkey" FOREIGN KEY ("chain_id") REFERENCES "escalation_chain"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Least privilege: versions and acts stay as they were written.
grant select, insert, update on escalation_chain to reeve_app;
grant select, insert on escalation_chain_version, escalation_event to reeve_app;

alter table escalation_event add constraint escalation_event_is_never_early check (acted_at >= due_at);
