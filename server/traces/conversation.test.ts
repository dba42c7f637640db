import { beforeAll, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import { mintKey, type PersonActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { readConversation } from "./conversation";
import { ingestTraces } from "./ingest";
import { ingestLogs } from "./ingest-logs";
import { keepPartitions } from "./keeping";
import { hex, send, span, text } from "./testing/sending";

freshDatabase();

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}

const people: { auditor: PersonActor; viewer: PersonActor } = {} as never;
beforeAll(async () => {
  people.auditor = await signInAs("auditor@example.com", ["auditor"]);
  people.viewer = await signInAs("viewer@example.com", ["viewer"]);
  await keepPartitions(new Date());
});

const message = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
const chat = (traceId: string, spanId: string, input: readonly object[], output: readonly object[], startMs: number) =>
  span({
    traceId,
    spanId,
    startMs,
    name: "chat",
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.input.messages", JSON.stringify(input)),
      text("gen_ai.output.messages", JSON.stringify(output)),
    ],
  });

test("each call of a model is told by what it adds, whichever page it stands on", async () => {
  const [traceId, first, second] = [hex(16), hex(8), hex(8)];
  const asked = [message("system", "You keep accounts."), message("user", "When does Acme renew?")];
  const answer = message("assistant", "One moment.");
  const startMs = Date.now() - 60_000;
  await send(chat(traceId, first, asked, [answer], startMs));
  await send(chat(traceId, second, [...asked, answer, message("user", "Well?")], [message("assistant", "In March.")], startMs + 2_000));
  const whole = expectOk(await readConversation(people.auditor, { traceId, before: [], spanIds: [first, second] }));
  expect(whole.map(({ fresh, repeated }) => [fresh.length, repeated])).toEqual([
    [1, 0],
    [1, 2],
  ]);
  expect(whole[1]).toMatchObject({ fresh: [{ role: "user", parts: [{ text: "Well?" }] }], isKept: true, instructions: [] });
  const page = expectOk(await readConversation(people.auditor, { traceId, before: [first], spanIds: [second] }));
  expect(page).toEqual(whole.slice(1));
  expect(expectOk(await readConversation(people.auditor, { traceId, before: [], spanIds: [hex(8)] }))).toEqual([]);
});

test("what was said is not for everyone, and not of any trace", async () => {
  const asked = { traceId: hex(16), before: [], spanIds: [hex(8)] };
  expect(await readConversation(people.viewer, asked)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await readConversation(people.auditor, asked)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

test("what an agent tells in log records is heard: the question with its turn, the answer with its request", async () => {
  const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
  const [traceId, turn, request] = [hex(16), hex(8), hex(8)];
  const startMs = Date.now() - 30_000;
  const named = (name: string) => [text("span.type", name), text("request_id", "req_1"), text("gen_ai.response.id", "req_1")];
  const spans = [
    span({
      traceId,
      spanId: turn,
      startMs,
      lastsMs: 4_000,
      name: "claude_code.interaction",
      attributes: [text("span.type", "interaction")],
    }),
    span({ traceId, spanId: request, parentSpanId: turn, startMs, name: "claude_code.llm_request", attributes: named("llm_request") }),
  ];
  const encoding = "application/json" as const;
  const bytes = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  expectOk(await ingestTraces(key, { encoding, bytes }));
  const record = (eventName: string, ...attributes: readonly object[]) => ({
    traceId,
    timeUnixNano: String(BigInt(startMs) * 1_000_000n),
    eventName: `claude_code.${eventName}`,
    attributes,
  });
  const logRecords = [
    { ...record("user_prompt", text("prompt", "When does Acme renew?")), spanId: turn },
    record("assistant_response", text("response", "In March."), text("request_id", "req_1")),
  ];
  expectOk(await ingestLogs(key, { encoding, bytes: Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })) }));
  const [told] = expectOk(await readConversation(people.auditor, { traceId, before: [], spanIds: [request] }));
  expect(told).toMatchObject({
    fresh: [{ role: "user", parts: [{ text: "When does Acme renew?" }] }],
    output: [{ role: "assistant", parts: [{ text: "In March." }] }],
  });
});
