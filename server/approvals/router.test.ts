import { isTrackedEnvelope } from "@trpc/server";
import { beforeAll, expect, test } from "vitest";
import { startSession } from "@/server/identity/sessions";
import { mintPerson, type PersonActor } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { createCallerFactory } from "@/server/trpc/init";
import type { ApprovalEvent } from "./change-schema";
import { approvalsRouter } from "./router";
import { ask, person } from "./testing/fixtures";

freshDatabase();

const callAs = (actor: PersonActor | null) => createCallerFactory(approvalsRouter)({ actor });
let ana: PersonActor;
let tom: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  tom = await person("Tom", ["approver"]);
});

test("nobody who is not signed in reads or decides anything", async () => {
  const { id } = await ask();
  const nobody = callAs(null);
  const calls = [
    nobody.queue({}),
    nobody.counts(),
    nobody.byId({ id }),
    nobody.decide({ id, verdict: "approve" }),
    nobody.takeNext(),
    nobody.changes(),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("a refusal reaches the page with its words and as the kind of error that the table of problems names", async () => {
  const { id } = await ask();
  await callAs(tom).claim({ id });
  await expect(callAs(ana).decide({ id, verdict: "approve" })).rejects.toMatchObject({
    code: "CONFLICT",
    message: "Tom holds it at the moment.",
  });
  await expect(callAs(ana).decide({ id, verdict: "reject" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(callAs(ana).decide({ id: "apr_wrong", verdict: "approve" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("the live stream carries ids by which a browser resumes", async () => {
  const reader = mintPerson({ ...ana, sessionId: await startSession(ana.id, "password") });
  const stream = await callAs(reader).changes();
  const kinds: string[] = [];
  for await (const event of stream) {
    expect(isTrackedEnvelope(event)).toBe(true);
    // The caller's types show what a browser gets; here it is still the envelope of id and event.
    const [, told] = event as unknown as readonly [string, ApprovalEvent];
    kinds.push(told.kind);
    if (kinds.length === 2) break;
    await ask();
  }
  expect(kinds).toEqual(["hello", "change"]);
});
