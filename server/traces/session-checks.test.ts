import { expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { checkSession, type Told } from "./core/session-check";
import { ingestTraces } from "./ingest";
import { ingestLogs } from "./ingest-logs";
import { ingestMetrics } from "./ingest-metrics";
import { listSessionChecks } from "./session-checks";
import { bodiesOf, recording } from "./testing/recorded";

freshDatabase();

const AT = new Date("2026-11-22T22:30:00Z");
const SESSION = "136519a0-bf79-45f6-ac87-df9e20497070";
const key = mintKey({ id: newId("apiKey"), name: "claude", scopes: new Set(["traces:write"] as const), agentName: null });
const auditor = mintPerson({
  id: newId("person"),
  name: "Ingrid",
  email: "auditor@example.com",
  roles: new Set(["auditor"] as const),
  groupIds: new Set(),
});
const exported = (body: unknown) =>
  ({ encoding: "application/json", bytes: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) }) as const;
const checks = async () => {
  const answer = await listSessionChecks(auditor, 7, AT);
  return answer.ok ? answer.value : [];
};

test("what Claude Code counted of a session is held against its steps, and sent twice changes nothing", async () => {
  for (const body of recording("claude-code").metrics ?? []) await ingestMetrics(key, exported(body), AT);
  expect(await checks()).toMatchObject([{ session: SESSION, runs: 0, verdict: "no_steps" }]);
  for (const body of bodiesOf("claude-code")) await ingestTraces(key, exported(body), AT);
  for (const body of recording("claude-code").logs ?? []) await ingestLogs(key, exported(body), AT);
  for (const body of recording("claude-code").metrics ?? []) await ingestMetrics(key, exported(body), AT);
  expect(await checks()).toMatchObject([
    {
      session: SESSION,
      runs: 1,
      verdict: "agrees",
      toldTokens: 18_908,
      countedTokens: 18_908,
      toldMicroUsd: 9_732,
      reportedMicroUsd: 9_732,
    },
  ]);
  await prisma().$executeRaw`update trace set input_tokens = input_tokens + 5000`;
  expect(await checks()).toMatchObject([{ verdict: "differs" }]);
});

const NOW = AT.getTime();
const told = (metric: string, value: number, type: string | null = null, lastMs = NOW - 600_000): Told => ({
  metric: `claude_code.${metric}`,
  type,
  value,
  lastMs,
});

test("lines, commits and time are told as the session counted them", () => {
  const list = [
    told("lines_of_code.count", 40, "added"),
    told("lines_of_code.count", 7, "removed"),
    told("commit.count", 2),
    told("active_time.total", 95.5),
  ];
  expect(checkSession(list, null, NOW)).toMatchObject({
    linesAdded: 40,
    linesRemoved: 7,
    commits: 2,
    activeSeconds: 95.5,
    toldTokens: null,
  });
});

test("a session that may still send is behind, and does not differ", () => {
  const counted = { runs: 1, inputTokens: 100, outputTokens: 10, reportedMicroUsd: 0 };
  expect(checkSession([told("token.usage", 50, "input", NOW - 1_000)], counted, NOW).verdict).toBe("behind");
  expect(checkSession([told("token.usage", 50, "input")], counted, NOW).verdict).toBe("differs");
  expect(checkSession([told("token.usage", 110, "input")], counted, NOW).verdict).toBe("agrees");
});
