import { randomBytes } from "node:crypto";
import type pg from "pg";

const SECOND_STEP_US = 40_000;

/**
 * Stores a finished trace of an agent with that many steps, as ingest would have: helpers of fifty steps each, which ask
 * a model and call tools by turns; every tenth call of a tool has three steps below it, and now and then one fails.
 */
export async function storeLargeTrace(client: pg.Client, steps: number): Promise<string> {
  const id = randomBytes(16).toString("hex");
  const startMs = Date.now() - steps * (SECOND_STEP_US / 1_000) - 600_000;
  const days = [new Date(startMs), new Date()].map((day) => day.toISOString().slice(0, 10));
  await client.query("select make_step_partitions($1::date[])::text", [days]);
  await client.query(
    `insert into step (trace_id, span_id, started_at, parent_id, kind, name, ended_at, status, agent_name, model, response_id, input_tokens,
       output_tokens, reported_cost_pico_usd, tool_name, governed, dialect, sdk, marks, source_id, received_at)
     select $1, span(n), at, span(above), kind, case kind when 'agent' then 'invoke_agent helper-' || n % 9 when 'llm' then 'chat gpt-5' else 'execute_tool crm.tool_' || n % 7 end,
       at + lasts, case when n % 97 = 0 then 'error' else 'ok' end, case kind when 'agent' then 'helper-' || n % 9 end, case kind when 'llm' then 'gpt-5' end,
       case kind when 'llm' then 'resp_' || n end, case kind when 'llm' then 1200 + n % 900 end, case kind when 'llm' then 60 + n % 70 end,
       case kind when 'llm' then 2100000000 + n end, case kind when 'tool' then 'crm.tool_' || n % 7 end, case when kind = 'tool' and n % 501 = 0 then false end,
       'otel', 'bench', '{}', 'src_bench', at
     from (select n, at, span_of.above, case when n % 50 = 2 or n = 1 then 'agent' when n % 2 = 1 then 'llm' else 'tool' end as kind,
         case when n = 1 then $2::int * interval '40 milliseconds' when n % 50 = 2 then interval '1900 milliseconds' else (12 + n % 23) * interval '1 millisecond' end as lasts
       from (select n, to_timestamp($3::float8 / 1000) + n * interval '40 milliseconds' as at,
           case when n = 1 then null when n % 50 = 2 then 1 when n % 10 in (7, 8, 9) then n - n % 10 + 6 else n - (n + 48) % 50 end as above
         from generate_series(1, $2::int) n) span_of) told,
       lateral (select lpad(to_hex(n), 16, '0') as own, lpad(to_hex(above), 16, '0') as parent) ids`
      .replaceAll("span(n)", "ids.own")
      .replaceAll("span(above)", "ids.parent"),
    [id, steps, startMs],
  );
  await client.query(
    `insert into trace (id, first_at, last_at, name, name_key, has_root, agent_name, agent_key, agents, tools, models, steps, running, errors, is_failed,
       llm_steps, tool_steps, ungoverned, input_tokens, output_tokens, reported_cost_pico_usd, received_at)
     select $1, min(started_at), max(ended_at), 'invoke_agent helper-1', '0', true, 'helper-1', '0', array['helper-1'], array['crm.tool_1'], array['gpt-5'],
       count(*), 0, count(*) filter (where status = 'error'), false, count(*) filter (where kind = 'llm'), count(*) filter (where kind = 'tool'),
       count(*) filter (where governed = false), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(reported_cost_pico_usd), 0), now()
     from step where trace_id = $1`,
    [id],
  );
  return id;
}
