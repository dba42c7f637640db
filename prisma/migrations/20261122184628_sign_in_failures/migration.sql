-- CreateTable
CREATE TABLE "sign_in_failure" (
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "unrecorded" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("subject_type","subject_id")
);

grant select, insert, update, delete on sign_in_failure to reeve_app;
-- What waits to be told, and what may be forgotten.
create index sign_in_failure_recorded_at on sign_in_failure (recorded_at);
