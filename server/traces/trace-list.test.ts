import { beforeAll, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { PersonActor } from "@/server/platform/actor";
import { pool } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inPgTransaction } from "@/server/platform/tx";
import { keepPartitions } from "./keeping";
import { ListTracesInput } from "./schema";
import { hex, send, span, text } from "./testing/sending";
import { listTraces } from "./trace-list";
import { type Filter, walkStatement } from "./trace-list-store";

freshDatabase();

const people: { auditor: PersonActor; viewer: PersonActor } = {} as never;
const traceId = hex(16);
beforeAll(async () => {
  people.auditor = await signInAs("auditor@example.com", ["auditor"]);
  people.viewer = await signInAs("viewer@example.com", ["viewer"]);
  const asked = [
    text("gen_ai.operation.name", "chat"),
    text("gen_ai.input.messages", '[{"role":"user","content":"Write to Bellweather"}]'),
  ];
  await send(span({ traceId, name: "chat quarterly", attributes: asked }));
  await send(span({ traceId, name: "chat again", attributes: [text("gen_ai.output.messages", "The harbour office answered")] }));
});

const list = async (input: Partial<ListTracesInput>, reader = people.auditor) => {
  const page = await listTraces(reader, ListTracesInput.parse(input));
  if (!page.ok) throw new Error(page.refusal.message);
  return page.value;
};
const found = async (words: string, reader?: PersonActor) => (await list({ text: words }, reader)).items.map((one) => one.traceId);

test.each([
  ["one word", "bellweather"],
  ["the beginning of one", "Bellw"],
  ["words of steps that came apart", "bellweather HARBOUR"],
  ["a word of a name", "quarterly"],
  ["its id", traceId],
  ["the beginning of its id", traceId.slice(0, 10)],
])("a trace is found by %s", async (_, words) => {
  expect(await found(words)).toEqual([traceId]);
});

test.each([
  ["a word that is elsewhere", "bellweather lighthouse"],
  ["the middle of a word", "weather"],
  ["the name of a field", "content"],
  ["no word at all", "?!"],
])("it is not found by %s", async (_, words) => {
  expect(await found(words)).toEqual([]);
});

test("who may not read payloads finds nothing by their words, only by names", async () => {
  expect(await found("bellweather", people.viewer)).toEqual([]);
  expect(await found("quarterly", people.viewer)).toEqual([traceId]);
});

/** Traces as the store keeps them, the newest first, one a minute. */
const many = (count: number) =>
  pool().query(
    `insert into trace (id, first_at, last_at, name, name_key, has_root, agent_name, agents, tools, models, steps, running, errors, is_failed,
       llm_steps, tool_steps, ungoverned, input_tokens, output_tokens, reported_cost_pico_usd, cost_pico_usd, priced_steps, received_at)
     select md5(n::text), at, at + n * interval '1 second', 'many', '0', true, 'many', '{many}', '{}', '{}', 1, 0, 0, false, 1, 0, 0, 0, 0, 0, (n % 100)::numeric * 1000000000, 1, at
     from (select n, now() - interval '1 day' - n * interval '1 minute' as at from generate_series(1, $1::int) n) made`,
    [count],
  );

test("a search that goes back far says how far it came, and goes on from there", async () => {
  await many(8_500);
  const seldom = { agent: "many", minDurationMs: 8_490_000 } as const;
  const items: string[] = [];
  const reached: (string | null)[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ ...seldom, cursor: cursor ?? null });
    items.push(...page.items.map((one) => one.traceId));
    reached.push(page.searchedTo);
    cursor = page.nextCursor;
  }
  expect([items.length, new Set(items).size]).toEqual([11, 11]);
  expect(reached).toEqual([expect.any(String), null]);
}, 30_000);

test("by cost, as it is counted", async () => {
  const { items } = await list({ agent: "many", minCostMicroUsd: "99000", limit: 200 });
  expect([items.length, new Set(items.map(({ costMicroUsd }) => costMicroUsd))]).toEqual([80, new Set(["99000"])]);
});

test("in another order the foremost of the newest come first, and it says of how many", async () => {
  const longest = await list({ agent: "many", order: "longest", limit: 3 });
  expect(longest.items.map(({ durationMs }) => durationMs)).toEqual([8_000_000, 7_999_000, 7_998_000]);
  expect([longest.nextCursor, longest.searchedTo]).toEqual([null, expect.any(String)]);
  const costliest = await list({ agent: "many", order: "costliest", limit: 3 });
  expect(new Set(costliest.items.map(({ costMicroUsd }) => costMicroUsd))).toEqual(new Set(["99000"]));
});

test.each<[string, Filter, string]>([
  ["everything", {}, "trace_first_at_id_idx"],
  ["an agent", { agent: "a" }, "trace_agent_name_first_at_id_idx"],
  ["a team", { team: "a" }, "trace_by_team"],
  ["a task class", { taskClass: "a", agent: "b" }, "trace_by_task"],
  ["a person", { person: "a", agent: "b", team: "c" }, "trace_by_person"],
  ["ungoverned", { ungoverned: true, agent: "b" }, "trace_ungoverned"],
  ["failed", { outcome: "failed", model: "m" }, "trace_failed"],
  ["rejected", { outcome: "rejected", agent: "b" }, "trace_by_gate_outcome"],
  ["a standing grant", { authority: "grant", team: "b" }, "trace_by_authority"],
  ["running, a cost and a duration", { outcome: "running", minCostMicroUsd: "1", minDurationMs: 1 }, "trace_first_at_id_idx"],
])("the list of %s is read along an index, and not sorted", async (_, filter, index) => {
  const place = { at: new Date().toISOString(), id: "f".repeat(32) };
  const plan = await inPgTransaction(async (tx) => {
    await tx.execute("set local enable_seqscan = off");
    await tx.execute("set local enable_bitmapscan = off");
    const { text: sql, values } = walkStatement(filter, place, "newest", 51);
    return tx.rows<{ "QUERY PLAN": string }>(`explain ${sql}`, ...values);
  });
  const lines = plan.map((line) => line["QUERY PLAN"]);
  const picking = lines.slice(0, lines.findIndex((line) => line.includes(index)) + 1).join("\n");
  expect(picking, lines.join("\n")).toContain(`using ${index}`);
  expect(picking.slice(picking.indexOf("CTE picked"))).not.toContain("Sort");
});

test("words are looked up in their index", async () => {
  const plan = await inPgTransaction(async (tx) => {
    await tx.execute("set local enable_seqscan = off");
    return tx.rows<{ "QUERY PLAN": string }>("explain select 1 from trace_words where words @@ $1::tsquery", "'bellweather':*");
  });
  expect(plan.map((line) => line["QUERY PLAN"]).join(" ")).toContain("trace_words_words");
});

test("words go when the payloads that they were read from go", async () => {
  await pool().query(
    "insert into trace_words (trace_id, at, words) values ($1, now() - interval '300 days', to_tsvector('simple', 'longgone'))",
    [traceId],
  );
  expect(await found("longgone")).toEqual([traceId]);
  await keepPartitions(new Date());
  expect(await found("longgone")).toEqual([]);
  expect(await found("bellweather")).toEqual([traceId]);
});
