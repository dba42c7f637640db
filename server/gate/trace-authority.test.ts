import { expect, test } from "vitest";
import { prisma } from "@/server/platform/db";
import { joinLateActions } from "@/server/traces/keeping";
import { hex, send, text, toolStep } from "@/server/traces/testing/sending";
import { consume } from "./service";
import { actionId, ask, call, discount, expectOk, gateWorld, key } from "./testing";

gateWorld();

const stepOf = (spanId: string) =>
  prisma().step.findFirstOrThrow({ where: { spanId }, select: { actionId: true, governed: true, marks: true } });

/** An action of the gate that was allowed and consumed. */
async function consumed(run: { traceId?: string; spanId?: string }): Promise<string> {
  const answer = await ask(
    call({
      tool: "crm.apply_discount",
      args: { account: "acme", percent: 5 },
      run,
    }),
  );
  expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, hex(8)));
  return actionId(answer);
}

test("a tool step is governed by the action that it names", async () => {
  const id = await consumed({});
  const step = toolStep("crm.apply_discount", {}, text("reeve.action.id", id));
  await send(step);
  expect(await stepOf(step.spanId)).toEqual({ actionId: id, governed: true, marks: [] });
});
test("one that names nothing is governed by the action of its span", async () => {
  const step = toolStep("crm.apply_discount");
  const id = await consumed({ traceId: step.traceId, spanId: step.spanId });
  await send(step);
  expect(await stepOf(step.spanId)).toMatchObject({ actionId: id, governed: true });
});
test("an action that comes after its step is joined all the same, and the trace's count with it", async () => {
  const step = toolStep("crm.apply_discount", { lastsMs: 5_000 });
  await send(step);
  expect(await stepOf(step.spanId)).toMatchObject({ actionId: null, governed: false });
  const id = await consumed({ traceId: step.traceId, spanId: step.spanId });
  await joinLateActions(new Date());
  await joinLateActions(new Date());
  expect(await stepOf(step.spanId)).toMatchObject({ actionId: id, governed: true });
  expect((await prisma().trace.findUniqueOrThrow({ where: { id: step.traceId } })).ungoverned).toBe(0);
});
test("an action of its run that is consumed after its step is joined, too", async () => {
  const answer = await ask(call({ tool: "crm.apply_discount", args: { account: "acme", percent: 5 }, run: { id: "run-late" } }));
  const step = toolStep("crm.apply_discount", { lastsMs: 5_000 }, text("reeve.run.id", "run-late"));
  await send(step);
  await joinLateActions(new Date());
  expect(await stepOf(step.spanId)).toMatchObject({ actionId: null, governed: false });
  expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, hex(8)));
  await joinLateActions(new Date());
  expect(await stepOf(step.spanId)).toMatchObject({ actionId: actionId(answer), governed: true });
});
test("an action that was refused governs nothing that ran all the same", async () => {
  const step = toolStep("crm.apply_discount");
  const answer = await ask(
    discount({
      args: { account: "acme", percent: 95 },
      run: { traceId: step.traceId, spanId: step.spanId },
    }),
  );
  expect(answer.decision).toBe("deny");
  await send(step);
  expect(await stepOf(step.spanId)).toMatchObject({ actionId: actionId(answer), governed: false });
});
