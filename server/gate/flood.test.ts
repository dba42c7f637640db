import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createBudget } from "@/server/budgets/edits";
import { lockAgent } from "@/server/fleet/service";
import { createKey } from "@/server/identity/keys";
import { signInAs } from "@/server/identity/testing";
import { prisma } from "@/server/platform/db";
import type { ApiRequest } from "@/server/platform/rest";
import { inTransaction } from "@/server/platform/tx";
import { answerProposal } from "./door";
import { call, expectOk, gateWorld, mei } from "./testing";

gateWorld();

const FLOOD = 120;
const cutOff = { percent: 100, act: "cut_off", groupIds: [], perMinute: null } as const;

async function bearer(): Promise<string> {
  const admin = await signInAs("admin@example.com", ["admin"]);
  return expectOk(await createKey(admin, { name: "agents", scopes: ["actions:write"], agentName: null })).key;
}

function request(secret: string, key: string): ApiRequest {
  const headers = new Map([
    ["authorization", `Bearer ${secret}`],
    ["idempotency-key", key],
  ]);
  async function* body() {
    yield Buffer.from(JSON.stringify(call({ worstCase: { costMicroUsd: "1" } })));
  }
  const { signal } = new AbortController();
  return { url: "http://localhost/api/v1/actions", headers: { get: (name) => headers.get(name) ?? null }, body: body(), signal };
}

test("a flood of proposals that finds no connection waits, or is told when to come again, and never loses or doubles one", async () => {
  const secret = await bearer();
  const terms = { measure: "money", window: { kind: "calendar", unit: "month" }, thresholds: [cutOff], reason: "For the test." } as const;
  expectOk(await createBudget(mei, { ...terms, scope: { kind: "agent", id: "sales-agent" }, limit: "1000" }));
  expectOk(await createBudget(mei, { ...terms, scope: { kind: "organisation", id: null }, limit: "50" }));
  const keys = Array.from({ length: FLOOD }, () => randomUUID());
  // Someone holds the agent for longer than a connection is waited for: those that got one wait in the database.
  const held = inTransaction(async (tx) => {
    await lockAgent(tx, "sales-agent", "exclusive");
    await pause(4_000);
  });
  await pause(100);
  const first = await Promise.all(keys.map((key) => answerProposal(request(secret, key))));
  await held;
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200, 503]));
  for (const { status, headers } of first) if (status === 503) expect(headers["retry-after"]).toMatch(/^[1-9]\d*$/);

  // Each comes again as it was told, until it is answered.
  let [waiting, tries] = [keys, 0];
  while (waiting.length > 0 && tries++ < 20) {
    const answers = await Promise.all(waiting.map((key) => answerProposal(request(secret, key))));
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    waiting = waiting.filter((_, i) => answers[i]?.status === 503);
  }
  expect(waiting).toEqual([]);
  const kept = await prisma().action.findMany({ where: { idempotencyKey: { in: keys } }, select: { state: true } });
  expect(kept).toHaveLength(FLOOD);
  expect(kept.filter(({ state }) => state === "allowed")).toHaveLength(50);
}, 60_000);
