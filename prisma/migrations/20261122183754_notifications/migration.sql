-- CreateTable
CREATE TABLE "notice" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "is_important" BOOLEAN NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "quote" TEXT,
    "quote_writer" TEXT,
    "buttons" JSONB NOT NULL DEFAULT '[]',
    "path" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_words" TEXT,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_item" (
    "person_id" TEXT NOT NULL,
    "notice_id" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_item_pkey" PRIMARY KEY ("person_id","notice_id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "notice_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "person_id" TEXT,
    "endpoint_id" TEXT,
    "slack_channel" TEXT,
    "is_important" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "batch_id" TEXT,
    "remote_channel" TEXT,
    "remote_ts" TEXT,
    "last_code" TEXT,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_attempt" (
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "is_sent" BOOLEAN NOT NULL,
    "code" TEXT,
    "error" TEXT,

    CONSTRAINT "delivery_attempt_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateTable
CREATE TABLE "notification_choice" (
    "person_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL,

    CONSTRAINT "notification_choice_pkey" PRIMARY KEY ("person_id","kind","channel")
);

-- CreateTable
CREATE TABLE "notification_setting" (
    "person_id" TEXT NOT NULL,
    "quiet_from" INTEGER,
    "quiet_to" INTEGER,
    "time_zone" TEXT NOT NULL,
    "group_seconds" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_setting_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "events" TEXT[],
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_because" TEXT,
    "removed_at" TIMESTAMPTZ(3),
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slack_person" (
    "person_id" TEXT NOT NULL,
    "slack_user_id" TEXT,
    "looked_up_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_person_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "slack_request" (
    "signature" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_request_pkey" PRIMARY KEY ("signature")
);

-- CreateIndex
CREATE UNIQUE INDEX "notice_dedupe_key_key" ON "notice"("dedupe_key");

-- CreateIndex
CREATE INDEX "notice_subject_type_subject_id_idx" ON "notice"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "notice_created_at_idx" ON "notice"("created_at");

-- CreateIndex
CREATE INDEX "inbox_item_notice_id_idx" ON "inbox_item"("notice_id");

-- CreateIndex
CREATE INDEX "inbox_item_person_id_created_at_notice_id_idx" ON "inbox_item"("person_id", "created_at" DESC, "notice_id" DESC);

-- CreateIndex
CREATE INDEX "delivery_created_at_id_idx" ON "delivery"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_channel_created_at_id_idx" ON "delivery"("channel", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_state_created_at_id_idx" ON "delivery"("state", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_person_id_created_at_id_idx" ON "delivery"("person_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_endpoint_id_created_at_id_idx" ON "delivery"("endpoint_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_notice_id_idx" ON "delivery"("notice_id");

-- CreateIndex
CREATE INDEX "delivery_batch_id_idx" ON "delivery"("batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "slack_person_slack_user_id_key" ON "slack_person"("slack_user_id");

-- CreateIndex
CREATE INDEX "slack_request_taken_at_idx" ON "slack_request"("taken_at");

-- AddForeignKey
ALTER TABLE "inbox_item" ADD CONSTRAINT "inbox_item_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

grant select, insert, update on notice, inbox_item, delivery, notification_choice, notification_setting, webhook_endpoint, slack_person to reeve_app;
-- What was attempted stays as it was written; what is old is forgotten.
grant select, insert on delivery_attempt to reeve_app;
grant select, insert, delete on slack_request to reeve_app;
grant delete on notice, inbox_item, delivery, delivery_attempt, notification_choice to reeve_app;

-- The worker and the bell read only what is open, however much is past.
create index delivery_due on delivery (channel, next_attempt_at) where state in ('waiting', 'sending');
create index delivery_in_flight on delivery (endpoint_id) where state = 'sending';
create index inbox_item_unread on inbox_item (person_id, created_at desc, notice_id desc) where read_at is null and settled_at is null;

alter table delivery add constraint delivery_channel check (channel in ('email', 'slack', 'webhook'));
alter table delivery add constraint delivery_state check (state in ('waiting', 'sending', 'sent', 'dead', 'dropped'));
alter table delivery add constraint delivery_due_while_open check ((next_attempt_at is not null) = (state in ('waiting', 'sending')));
