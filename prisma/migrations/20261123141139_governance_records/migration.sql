-- CreateTable
CREATE TABLE "governance_record" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" DATE,
    "agent_id" TEXT,
    "person_id" TEXT,
    "team_id" TEXT,
    "facts" JSONB NOT NULL,
    "link" TEXT,
    "note" TEXT,
    "author_type" TEXT NOT NULL,
    "author_id" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "idempotency_key" TEXT,
    "request_hash" TEXT,
    "supersedes_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" TEXT,
    "end_reason" TEXT,

    CONSTRAINT "governance_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "governance_record_supersedes_id_key" ON "governance_record"("supersedes_id");

-- CreateIndex
CREATE INDEX "governance_record_kind_happened_at_idx" ON "governance_record"("kind", "happened_at");

-- CreateIndex
CREATE INDEX "governance_record_happened_at_id_idx" ON "governance_record"("happened_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "governance_record_author_id_idempotency_key_key" ON "governance_record"("author_id", "idempotency_key");

grant select, insert on governance_record to reeve_app;
grant update (ended_at, ended_by_id, end_reason) on governance_record to reeve_app;

alter table governance_record
  add constraint governance_record_ended check ((ended_at is null) = (ended_by_id is null) and (end_reason is null or ended_at is not null)),
  add constraint governance_record_author check (author_type in ('person', 'key', 'system')),
  add constraint governance_record_request check ((idempotency_key is null) = (request_hash is null));
