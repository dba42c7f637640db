-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "has_look_alike" BOOLEAN NOT NULL DEFAULT false;

-- Who else waits in a run: few rows, since what has ended is not among them.
create index action_run_awaiting_idx on action (run_id) where state = 'awaiting' and run_id is not null;
