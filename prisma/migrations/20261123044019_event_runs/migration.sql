-- CreateTable
CREATE TABLE "event_run" (
    "trace_id" TEXT NOT NULL,
    "conversation_id" TEXT NOT NULL,
    "told_in" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_run_pkey" PRIMARY KEY ("trace_id")
);

-- CreateIndex
CREATE INDEX "event_run_received_at_idx" ON "event_run"("received_at");

-- The spans of a turn have come, of which events told before: its events go to the trace of the spans, and the steps that were
-- read from them go. Never another trace than one that was read from events alone.
create function move_event_run(from_trace text, to_trace text, first_at timestamptz, last_at timestamptz) returns void
  language plpgsql security definer set search_path = public as $$
begin
  if from_trace = to_trace or not exists (select 1 from event_run where trace_id = from_trace) then
    raise exception 'the trace % was not read from events', from_trace using errcode = 'insufficient_privilege';
  end if;
  delete from step_redaction r using step s
    where s.trace_id = from_trace and s.started_at between first_at and last_at
      and r.trace_id = s.trace_id and r.item_id = s.span_id and r.started_at = s.started_at;
  delete from step_payload where trace_id = from_trace and started_at between first_at and last_at;
  delete from step where trace_id = from_trace and started_at between first_at and last_at;
  delete from trace_words where trace_id = from_trace;
  delete from trace where id = from_trace;
  -- Told twice, it is there already.
  delete from step_event e using step_event o
    where e.trace_id = from_trace and e.at between first_at and last_at and o.trace_id = to_trace and o.id = e.id and o.at = e.at;
  update step_event set trace_id = to_trace, span_id = case when name = 'user_prompt' then (
      select span_id from step where trace_id = to_trace and parent_id is null and started_at between first_at - interval '1 day' and last_at
      order by started_at, span_id limit 1) end
    where trace_id = from_trace and at between first_at and last_at;
  delete from step_redaction r using step_redaction o
    where r.trace_id = from_trace and r.started_at between first_at and last_at
      and o.trace_id = to_trace and o.item_id = r.item_id and o.started_at = r.started_at;
  update step_redaction set trace_id = to_trace where trace_id = from_trace and started_at between first_at and last_at;
  update event_run set told_in = to_trace where trace_id = from_trace;
end $$;
revoke all on function move_event_run(text, text, timestamptz, timestamptz) from public;
grant execute on function move_event_run(text, text, timestamptz, timestamptz) to reeve_app;
grant select, insert, update, delete on event_run to reeve_app;
