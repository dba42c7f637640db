-- CreateTable
CREATE TABLE "trace_words" (
    "id" BIGSERIAL NOT NULL,
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "trace_words_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "trace_words_trace_id_idx" ON "trace_words"("trace_id");

-- CreateIndex
CREATE INDEX "trace_words_at_idx" ON "trace_words" USING BRIN ("at");

-- Words are added by the thousand a second and looked for now and then: what was added lately waits in the index's list.
create index trace_words_words on trace_words using gin (words);

grant select, insert, delete on trace_words to reeve_app;
grant usage on sequence trace_words_id_seq to reeve_app;
