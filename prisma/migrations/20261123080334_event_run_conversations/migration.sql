-- CreateIndex
CREATE INDEX "event_run_conversation_id_idx" ON "event_run"("conversation_id");
