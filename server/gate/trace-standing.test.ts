import { beforeAll, expect, test } from "vitest";
import { sequenceEvents } from "@/server/actions/lifecycle";
import { standingsOf } from "@/server/approvals/standings";
import { signInAs } from "@/server/identity/testing";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { ListTracesInput as Asked, type ListTracesInput } from "@/server/traces/schema";
import { readSpread } from "@/server/traces/spread";
import { keepStandings, readStandings } from "@/server/traces/standings";
import { send, text, toolStep } from "@/server/traces/testing/sending";
import { listTraces } from "@/server/traces/trace-list";
import { approve, ask, call, discount, expectOk, gateWorld } from "./testing";

gateWorld();

const keep = async () => {
  while ((await sequenceEvents()) > 0);
  await keepStandings(new Date(), standingsOf);
};
let auditor: PersonActor;
beforeAll(async () => {
  auditor = await signInAs("standing-auditor@example.com", ["auditor"]);
});

/** A run that asks for a discount that people must decide. */
async function heldRun(): Promise<{ readonly traceId: string; readonly answer: Awaited<ReturnType<typeof ask>> }> {
  const step = toolStep("crm.apply_discount");
  const answer = await ask(discount({ args: { account: "acme", percent: 50 }, run: { traceId: step.traceId, spanId: step.spanId } }));
  await send(step);
  return { traceId: step.traceId, answer };
}

const idsBy = async (asked: Partial<ListTracesInput>) =>
  expectOk(await listTraces(auditor, Asked.parse(asked))).items.map(({ traceId }) => traceId);

test("the list is narrowed by how runs stand, as what is told of each says; both follow what is decided", async () => {
  const [waiting, approved, rejected] = [await heldRun(), await heldRun(), await heldRun()];
  const small = { tool: "crm.apply_discount", args: { account: "acme", percent: 5 } } as const;
  const step = toolStep("crm.apply_discount", {}, text("reeve.run.id", "run-standing"));
  await ask(call({ ...small, run: { id: "run-standing" } }));
  await send(step);
  await keep();
  expect(new Set(await idsBy({ outcome: "waiting" }))).toEqual(new Set([waiting.traceId, approved.traceId, rejected.traceId]));
  expect(await idsBy({ outcome: "done" })).toEqual([step.traceId]);
  expect(await idsBy({ authority: "rule" })).toEqual([step.traceId]);

  await approve(approved.answer);
  await approve(rejected.answer, "reject");
  await keep();
  expect(await idsBy({ outcome: "waiting" })).toEqual([waiting.traceId]);
  expect(await idsBy({ outcome: "rejected" })).toEqual([rejected.traceId]);
  expect(new Set(await idsBy({ authority: "person" }))).toEqual(new Set([approved.traceId, rejected.traceId]));
  expect(await idsBy({ authority: "open" })).toEqual([waiting.traceId]);
  expect(new Set(await idsBy({ outcome: "done" }))).toEqual(new Set([step.traceId, approved.traceId]));

  const all = expectOk(await listTraces(auditor, Asked.parse({}))).items;
  const told = expectOk(
    await readStandings(
      auditor,
      all.map(({ traceId }) => traceId),
      standingsOf,
    ),
  );
  for (const { traceId, stood } of all)
    expect([told[traceId]?.outcome, told[traceId]?.authority.by]).toEqual([stood?.outcome, stood?.authority]);
  const spread = expectOk(await readSpread(auditor, { frame: "week" }));
  expect(spread.total).toMatchObject({ runs: 4, waiting: 1, unfinished: 1 });
});

test("nothing is written to a trace of which the gate knows nothing; one that comes to name another run is told anew", async () => {
  const step = toolStep("crm.apply_discount");
  await send(step);
  await keep();
  const of = () => prisma().trace.findUniqueOrThrow({ where: { id: step.traceId }, select: { stoodAt: true, authority: true } });
  expect(await of()).toEqual({ stoodAt: null, authority: null });
  await ask(call({ tool: "crm.apply_discount", args: { account: "acme", percent: 5 }, run: { traceId: step.traceId } }));
  await keep();
  expect(await of()).toEqual({ stoodAt: expect.any(Date), authority: "rule" });
  await ask(call({ tool: "crm.apply_discount", args: { account: "acme", percent: 5 }, run: { id: "run-later" } }));
  await send(toolStep("crm.apply_discount", { traceId: step.traceId }, text("reeve.run.id", "run-later")));
  expect((await of()).stoodAt).toBeNull();
  await keep();
  expect(await of()).toMatchObject({ authority: "rule" });
});
