-- CreateTable
CREATE TABLE "loop_limit" (
    "agent_name" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "window_minutes" INTEGER NOT NULL,
    "same_call" INTEGER NOT NULL,
    "same_tool" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loop_limit_pkey" PRIMARY KEY ("agent_name")
);

grant select, insert, update, delete on loop_limit to reeve_app;

-- What a run did within the last minutes: read by every call that names its run, so it answers from the index alone.
create index action_of_run on action (agent_name, run_id, created_at desc) include (digest, tool_name) where run_id is not null;
create index action_looped on action (created_at desc) where cause = 'loop';
