-- CreateTable
CREATE TABLE "statement" (
    "id" TEXT NOT NULL,
    "month" CHAR(7) NOT NULL,
    "team" TEXT NOT NULL,
    "owner_id" TEXT,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "total_pico_usd" DECIMAL(30,0) NOT NULL,
    "unknown_calls" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "state_by_id" TEXT,
    "state_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_line" (
    "statement_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "month" CHAR(7) NOT NULL,
    "agent" TEXT,
    "provider" TEXT,
    "model" TEXT,
    "calls" INTEGER NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cost_pico_usd" DECIMAL(30,0) NOT NULL,

    CONSTRAINT "statement_line_pkey" PRIMARY KEY ("statement_id","place")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "rates" JSONB,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "total_pico_usd" DECIMAL(30,0) NOT NULL,
    "by_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by_id" TEXT,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "invoice_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "model" TEXT NOT NULL,
    "tokens" BIGINT,
    "amount_pico_usd" DECIMAL(30,0) NOT NULL,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("invoice_id","day","model")
);

-- CreateTable
CREATE TABLE "brief_choice" (
    "person_id" TEXT NOT NULL,
    "every" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brief_choice_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "statement_month_team_key" ON "statement"("month", "team");

-- CreateIndex
CREATE INDEX "invoice_at_idx" ON "invoice"("at");

-- CreateIndex
CREATE INDEX "brief_choice_next_at_idx" ON "brief_choice"("next_at");

-- AddForeignKey
ALTER TABLE "statement_line" ADD CONSTRAINT "statement_line_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

grant select, insert, update on statement, invoice, brief_choice to reeve_app;
grant delete on brief_choice to reeve_app;
grant select, insert on statement_line, invoice_line to reeve_app;

create trigger statement_line_append_only before update or delete or truncate on statement_line
  for each statement execute function refuse_change();
create trigger invoice_line_append_only before update or delete or truncate on invoice_line
  for each statement execute function refuse_change();

alter table statement add constraint statement_state check (state in ('to_acknowledge', 'acknowledged', 'disputed')),
  add constraint statement_reason check (state <> 'disputed' or reason is not null),
  add constraint statement_hours check (ends_at > starts_at);
alter table invoice add constraint invoice_format check (format in ('openai', 'anthropic', 'plain')),
  add constraint invoice_rates check (currency = 'USD' or rates is not null);
alter table brief_choice add constraint brief_choice_every check (every in ('weekly', 'monthly'));

-- A file is held against what was counted once, unless it was taken back.
create unique index invoice_file on invoice (digest) where removed_at is null;
