-- DropIndex
DROP INDEX "vote_approval_id_stage_person_id_key";

-- AlterTable
ALTER TABLE "approval" DROP COLUMN "claim_expires_at",
DROP COLUMN "claimed_by_id",
ADD COLUMN     "calendar_id" TEXT,
ADD COLUMN     "chain_id" TEXT,
ADD COLUMN     "chain_version" INTEGER,
ADD COLUMN     "claims" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "escalation_loop" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "escalation_step" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "initiator_person_id" TEXT,
ADD COLUMN     "next_escalation_at" TIMESTAMPTZ(3),
ADD COLUMN     "obligations" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "on_call_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "person_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "rule_id" TEXT,
ADD COLUMN     "rule_version" INTEGER,
ADD COLUMN     "settles_at" TIMESTAMPTZ(3),
ADD COLUMN     "slots" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "stage" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "stages" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "voter_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "vote" ADD COLUMN     "effective_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "obligations" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "on_behalf_of_id" TEXT,
ADD COLUMN     "step_up" JSONB,
ADD COLUMN     "waived" TEXT;

-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "is_single_operator" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "manager_id" TEXT,
ADD COLUMN     "undo_seconds" INTEGER NOT NULL DEFAULT 5;

-- CreateTable
CREATE TABLE "vote_outcome" (
    "vote_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vote_outcome_pkey" PRIMARY KEY ("vote_id")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" TEXT NOT NULL,
    "from_id" TEXT NOT NULL,
    "to_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "agents" TEXT[],
    "tools" TEXT[],
    "reason" TEXT,
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solo_review" (
    "id" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewed_by_id" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "solo_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_target" (
    "risk_tier" TEXT NOT NULL,
    "due_minutes" INTEGER NOT NULL,
    "expiry_minutes" INTEGER NOT NULL,
    "calendar_id" TEXT,
    "chain_id" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sla_target_pkey" PRIMARY KEY ("risk_tier")
);

-- CreateIndex
CREATE INDEX "delegation_to_id_idx" ON "delegation"("to_id");

-- CreateIndex
CREATE INDEX "delegation_from_id_idx" ON "delegation"("from_id");

-- CreateIndex
CREATE INDEX "solo_review_reviewed_at_created_at_idx" ON "solo_review"("reviewed_at", "created_at");

-- CreateIndex
CREATE INDEX "vote_approval_id_idx" ON "vote"("approval_id");

-- CreateIndex
CREATE INDEX "vote_person_id_cast_at_idx" ON "vote"("person_id", "cast_at");

-- AddForeignKey
ALTER TABLE "vote_outcome" ADD CONSTRAINT "vote_outcome_vote_id_fkey" FOREIGN KEY ("vote_id") REFERENCES "vote"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Least privilege: what is written as a record stays as it was written.
grant select, insert, update on delegation, solo_review, sla_target to reeve_app;
grant select, insert on vote_outcome to reeve_app;

-- What the clock and the holders look for, however much is past.
create index approval_settling on approval (settles_at) where state = 'pending' and settles_at is not null;
create index approval_held on approval (id) where state = 'pending' and claims <> '{}';
create index approval_escalating on approval (next_escalation_at) where state = 'pending' and next_escalation_at is not null;

-- Requests and rules from before there were stages asked any one of their groups, once.
update approval set stages = jsonb_build_array(jsonb_build_object('name', 'Approval', 'groupIds', to_jsonb(group_ids), 'personIds', '[]'::jsonb,
  'onCallIds', '[]'::jsonb, 'quorum', 1, 'dueMinutes', greatest(1, round(extract(epoch from due_at - created_at) / 60))));
insert into vote_outcome (vote_id, outcome, at) select id, 'effective', cast_at from vote;
update vote set effective_at = cast_at;
update rule_version set definition = jsonb_set(definition, '{approval}', jsonb_build_object(
  'stages', jsonb_build_array(jsonb_build_object('name', 'Approval', 'groups', definition #> '{approval,groups}', 'people', '[]'::jsonb,
    'onCall', '[]'::jsonb, 'asksManager', false, 'quorum', 1, 'dueMinutes', null)),
  'dueMinutes', definition #> '{approval,dueMinutes}', 'expiryMinutes', definition #> '{approval,expiryMinutes}',
  'calendarId', null, 'chainId', null)) where definition #> '{approval,groups}' is not null;
update action set evaluation = jsonb_set(evaluation, '{evaluation,approval}', jsonb_build_object(
  'stages', jsonb_build_array(jsonb_build_object('name', 'Approval', 'groups', evaluation #> '{evaluation,approval,groups}', 'people', '[]'::jsonb,
    'onCall', '[]'::jsonb, 'asksManager', false, 'quorum', 1, 'dueMinutes', null)),
  'dueMinutes', evaluation #> '{evaluation,approval,dueMinutes}', 'expiryMinutes', evaluation #> '{evaluation,approval,expiryMinutes}',
  'calendarId', null, 'chainId', null)) where evaluation #> '{evaluation,approval,groups}' is not null;
