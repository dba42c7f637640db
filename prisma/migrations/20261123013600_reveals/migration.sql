-- CreateTable
CREATE TABLE "redaction_reveal" (
    "id" TEXT NOT NULL,
    "trace_id" TEXT COLLATE "C" NOT NULL,
    "span_id" TEXT COLLATE "C" NOT NULL,
    "item_id" TEXT COLLATE "C" NOT NULL,
    "place" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "revealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "redaction_reveal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "redaction_reveal_trace_id_span_id_idx" ON "redaction_reveal"("trace_id", "span_id");

grant select, insert on redaction_reveal to reeve_app;
