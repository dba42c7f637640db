-- CreateTable
CREATE TABLE "maturity_snapshot" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" CHAR(10) NOT NULL,
    "is_daily" BOOLEAN NOT NULL,
    "rubric_version" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "dimensions" JSONB NOT NULL,
    "states" JSONB NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "maturity_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maturity_result" (
    "snapshot_id" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "weight" INTEGER NOT NULL,
    "query_version" INTEGER,
    "window_days" INTEGER,
    "n" INTEGER,
    "min_sample" INTEGER,
    "held" JSONB,
    "samples" JSONB,
    "lack" INTEGER,
    "missing" TEXT,
    "took_ms" INTEGER,
    "basis_id" TEXT,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "maturity_result_pkey" PRIMARY KEY ("snapshot_id","criterion")
);

-- CreateTable
CREATE TABLE "maturity_turn" (
    "id" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "maturity_turn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maturity_round" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "resolved" INTEGER,
    "resolved_by_id" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,

    CONSTRAINT "maturity_round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maturity_assessment" (
    "round_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "author_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" INTEGER NOT NULL,
    "rationale" TEXT NOT NULL,
    "evidence_link" TEXT,
    "evidence_name" TEXT,
    "evidence_digest" TEXT,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "maturity_assessment_pkey" PRIMARY KEY ("round_id","place")
);

-- CreateTable
CREATE TABLE "maturity_waiver" (
    "id" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "risk" INTEGER NOT NULL,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" TEXT,

    CONSTRAINT "maturity_waiver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maturity_exclusion" (
    "id" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "proposed_by_id" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by_id" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_by_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "maturity_exclusion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maturity_target" (
    "subject" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "due_on" CHAR(10),
    "set_by_id" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "maturity_target_pkey" PRIMARY KEY ("subject","scope","level")
);

-- CreateTable
CREATE TABLE "maturity_figure" (
    "subject" TEXT NOT NULL,
    "figure" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "set_by_id" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "maturity_figure_pkey" PRIMARY KEY ("subject","figure")
);

-- CreateTable
CREATE TABLE "maturity_item" (
    "id" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "quarter" CHAR(7) NOT NULL,
    "position" INTEGER NOT NULL,
    "owner_id" TEXT NOT NULL,
    "due_on" CHAR(10) NOT NULL,
    "expected_gain" DOUBLE PRECISION NOT NULL,
    "added_by_id" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "closed_by_id" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "maturity_item_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "maturity_snapshot_at_idx" ON "maturity_snapshot"("at");

-- CreateIndex
CREATE INDEX "maturity_round_subject_completed_at_idx" ON "maturity_round"("subject", "completed_at");

-- CreateIndex
CREATE UNIQUE INDEX "maturity_assessment_round_id_author_id_key" ON "maturity_assessment"("round_id", "author_id");

-- CreateIndex
CREATE INDEX "maturity_waiver_criterion_idx" ON "maturity_waiver"("criterion");

-- AddForeignKey
ALTER TABLE "maturity_result" ADD CONSTRAINT "maturity_result_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "maturity_snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maturity_assessment" ADD CONSTRAINT "maturity_assessment_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "maturity_round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

grant select, insert on maturity_snapshot, maturity_result, maturity_assessment to reeve_app;
grant select, insert on maturity_round, maturity_waiver, maturity_exclusion to reeve_app;
grant update (completed_at, resolved, resolved_by_id, resolved_at, resolution) on maturity_round to reeve_app;
grant update (revoked_at, revoked_by_id) on maturity_waiver to reeve_app;
grant update (confirmed_by_id, confirmed_at, ended_by_id, ended_at) on maturity_exclusion to reeve_app;
grant select, insert, update on maturity_turn, maturity_item to reeve_app;
grant select, insert, update, delete on maturity_target, maturity_figure to reeve_app;

create trigger maturity_snapshot_append_only before update or delete or truncate on maturity_snapshot
  for each statement execute function refuse_change();
create trigger maturity_result_append_only before update or delete or truncate on maturity_result
  for each statement execute function refuse_change();
create trigger maturity_assessment_append_only before update or delete or truncate on maturity_assessment
  for each statement execute function refuse_change();

alter table maturity_snapshot add constraint maturity_snapshot_level check (level between 1 and 5),
  add constraint maturity_snapshot_score check (score between 1 and 5);
alter table maturity_result
  add constraint maturity_result_state check (state in ('met', 'not_met', 'insufficient_data', 'expired', 'waived', 'not_applicable')),
  add constraint maturity_result_weight check (weight between 1 and 5);
alter table maturity_assessment add constraint maturity_assessment_place check (place in (1, 2)),
  add constraint maturity_assessment_verdict check (verdict between 0 and 5),
  add constraint maturity_assessment_evidence check ((evidence_name is null) = (evidence_digest is null));
alter table maturity_round add constraint maturity_round_resolved check (
  (resolved is null) = (resolved_at is null) and (resolved is null) = (resolved_by_id is null)
  and (resolved is null) = (resolution is null) and (resolved is null or completed_at is not null));
alter table maturity_waiver add constraint maturity_waiver_until check (until > at),
  add constraint maturity_waiver_revoked check ((revoked_at is null) = (revoked_by_id is null));
alter table maturity_exclusion add constraint maturity_exclusion_second check (confirmed_by_id <> proposed_by_id),
  add constraint maturity_exclusion_confirmed check ((confirmed_at is null) = (confirmed_by_id is null)),
  add constraint maturity_exclusion_ended check ((ended_at is null) = (ended_by_id is null));
alter table maturity_target add constraint maturity_target_level check (level between 2 and 5);
alter table maturity_figure add constraint maturity_figure_value check (
  (figure in ('weight', 'risk', 'impact', 'effort') and value between 1 and 5) or (figure = 'limit' and value >= 1));
alter table maturity_item add constraint maturity_item_quarter check (quarter ~ '^\d{4}-Q[1-4]$'),
  add constraint maturity_item_closed check (
    (outcome is null) = (closed_at is null) and (outcome is null) = (closed_by_id is null) and outcome in ('done', 'dropped'));

-- One of a kind at a time, whoever races.
create unique index maturity_snapshot_daily on maturity_snapshot (day) where is_daily;
create unique index maturity_round_open on maturity_round (subject) where completed_at is null;
create unique index maturity_exclusion_standing on maturity_exclusion (criterion) where ended_at is null;
create unique index maturity_item_open on maturity_item (criterion) where outcome is null;
