-- CreateTable
CREATE TABLE "standing_grant" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "agent_name" TEXT NOT NULL,
    "tool_name" TEXT NOT NULL,
    "agent_print" TEXT NOT NULL,
    "tool_print" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "run_id" TEXT,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "max_uses" INTEGER,
    "budget_micro_usd" BIGINT,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "spent_micro_usd" BIGINT NOT NULL DEFAULT 0,
    "last_used_at" TIMESTAMPTZ(3),
    "author_id" TEXT NOT NULL,
    "on_behalf_of_id" TEXT,
    "is_waived" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "vote_id" TEXT NOT NULL,
    "group_ids" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "live_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_cause" TEXT,
    "ended_by_id" TEXT,
    "end_reason" TEXT,
    "extend_to" TIMESTAMPTZ(3),
    "extend_reason" TEXT,
    "extend_asked_by_id" TEXT,
    "extend_asked_at" TIMESTAMPTZ(3),
    "extended_by_id" TEXT,

    CONSTRAINT "standing_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_use" (
    "action_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "amount_micro_usd" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_use_pkey" PRIMARY KEY ("action_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "standing_grant_vote_id_key" ON "standing_grant"("vote_id");

-- CreateIndex
CREATE INDEX "standing_grant_live_at_id_idx" ON "standing_grant"("live_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "standing_grant_approval_id_idx" ON "standing_grant"("approval_id");

-- CreateIndex
CREATE INDEX "grant_use_grant_id_at_action_id_idx" ON "grant_use"("grant_id", "at" DESC, "action_id" DESC);

grant select, insert, update on standing_grant to reeve_app;
grant select, insert on grant_use to reeve_app;

-- The gate reads only what is live, for one agent and tool.
create index standing_grant_live on standing_grant (agent_name, tool_name) where state = 'live';

-- What was given is never exceeded, whatever a statement forgets.
alter table standing_grant add constraint standing_grant_bounds
  check (uses >= 0 and (max_uses is null or uses <= max_uses) and (budget_micro_usd is null or spent_micro_usd <= budget_micro_usd));
