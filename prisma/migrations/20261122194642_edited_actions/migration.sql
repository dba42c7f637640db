-- CreateTable
CREATE TABLE "action_edit" (
    "id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "editor_id" TEXT NOT NULL,
    "on_behalf_of_id" TEXT,
    "reason" TEXT NOT NULL,
    "args_before" TEXT NOT NULL,
    "args_after" TEXT NOT NULL,
    "digest_before" TEXT NOT NULL,
    "digest_after" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "evaluation" JSONB NOT NULL,
    "is_restarted" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_edit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vote_void" (
    "vote_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vote_void_pkey" PRIMARY KEY ("vote_id")
);

-- CreateIndex
CREATE INDEX "action_edit_action_id_at_idx" ON "action_edit"("action_id", "at");

-- What was edited and what became void stays as it was written.
grant select, insert on action_edit, vote_void to reeve_app;
