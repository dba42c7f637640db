import { expect, test } from "vitest";
import { mintKey } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { describeAgent, describeAgents, registerAgent } from "./registration";
import { RegistrationInput } from "./registration-schema";

freshDatabase();

const keyOf = (agentName: string | null) =>
  mintKey({ id: newId("apiKey"), name: "pipeline", scopes: new Set(["agents:write"] as const), agentName });
const estimate = { runsPerMonth: 60, costPerRunMicroUsd: "3000000" };
const revision = async () => (await prisma().agentEstimate.findFirst({ where: { agentName: "renewals-agent" } }))?.revision ?? null;

test("a key says with its agent what is expected of it; said again nothing changes, left out it stays", async () => {
  const key = keyOf(null);
  const registered = await registerAgent(key, "renewals-agent", { purpose: "Renews policies.", estimate });
  expect(registered).toMatchObject({ ok: true, value: { purpose: "Renews policies.", estimate } });
  expect(await registerAgent(key, "renewals-agent", { estimate })).toMatchObject({ ok: true, value: { estimate } });
  expect(await registerAgent(key, "renewals-agent", { purpose: "Renews." })).toMatchObject({ ok: true, value: { estimate } });
  expect(await revision()).toBe(1);
  await registerAgent(key, "renewals-agent", { estimate: { ...estimate, runsPerMonth: 90 } });
  expect(await revision()).toBe(2);
  await registerAgent(key, "claims-agent", {});
  expect(await describeAgent(key, "claims-agent")).toMatchObject({ ok: true, value: { estimate: null } });
  expect(await describeAgents(key, { limit: 50 })).toMatchObject({
    ok: true,
    value: {
      items: [
        { name: "claims-agent", estimate: null },
        { name: "renewals-agent", estimate: { runsPerMonth: 90 } },
      ],
    },
  });
  const told = await prisma().$queryRaw<{ n: number }[]>`
    select count(*)::int as n from audit_outbox where convert_from(bytes, 'UTF8')::jsonb->>'kind' = 'estimate.changed'`;
  expect(told).toEqual([{ n: 2 }]);
});

test("a key that is bound to another agent says nothing of it", async () => {
  const before = await revision();
  expect(await registerAgent(keyOf("claims-agent"), "renewals-agent", { estimate: { ...estimate, runsPerMonth: 1 } })).toMatchObject({
    ok: false,
  });
  expect(await revision()).toBe(before);
});

test.each([
  ["estimate.runsPerMonth", { ...estimate, runsPerMonth: 0 }],
  ["estimate.runsPerMonth", { ...estimate, runsPerMonth: 1.5 }],
  ["estimate.costPerRunMicroUsd", { ...estimate, costPerRunMicroUsd: "-1" }],
  ["estimate.costPerRunMicroUsd", { ...estimate, costPerRunMicroUsd: 3 }],
  ["estimate", { ...estimate, currency: "EUR" }],
])("what is no estimate is refused by the name of its field: %s", (path, said) => {
  const issues = RegistrationInput.safeParse({ estimate: said }).error?.issues ?? [];
  expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
});
