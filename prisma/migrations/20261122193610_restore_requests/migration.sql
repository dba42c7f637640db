-- CreateTable
CREATE TABLE "restore_request" (
    "id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "asked_by_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "lapses_at" TIMESTAMPTZ(3) NOT NULL,
    "killed_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "ended_by_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "restore_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "restore_request_agent_id_asked_at_idx" ON "restore_request"("agent_id", "asked_at");

-- AddForeignKey
ALTER TABLE "restore_request" ADD CONSTRAINT "restore_request_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

grant select, insert, update on restore_request to reeve_app;

-- One open question an agent, however many people ask at the same moment; and what the clock looks for.
create unique index restore_request_open on restore_request (agent_id) where outcome is null;
create index restore_request_lapsing on restore_request (lapses_at) where outcome is null;
