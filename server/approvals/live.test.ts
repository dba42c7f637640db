import { beforeAll, expect, test } from "vitest";
import { revokeOwnSession, startSession } from "@/server/identity/sessions";
import { mintPerson, type PersonActor, systemActor } from "@/server/platform/actor";
import { databaseGoes, freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import type { ApprovalEvent } from "./change-schema";
import { claim, release } from "./claims";
import { decide } from "./decisions";
import { type TrackedEvent, watchChanges } from "./live";
import { freezeForAgent } from "./service";
import { ask, person } from "./testing/fixtures";

freshDatabase();

let ana: PersonActor;
let tom: PersonActor;
const signIn = async (actor: PersonActor) => mintPerson({ ...actor, sessionId: await startSession(actor.id, "password") });
beforeAll(async () => {
  ana = await signIn(await person("Ana", ["approver"]));
  tom = await signIn(await person("Tom", ["approver"]));
});

/** A reader's stream: `next` gives the next change, `hello` has been told already. */
async function open(actor: PersonActor, lastEventId: string | null = null) {
  const controller = new AbortController();
  const stream = watchChanges(actor, lastEventId, controller.signal);
  const first = await stream.next();
  expect(first.value?.[1].kind).toBe("hello");
  const next = async (): Promise<{ id: string; event: Extract<ApprovalEvent, { kind: "change" }> }> => {
    for (;;) {
      const step: IteratorResult<TrackedEvent> = await stream.next();
      if (step.done) throw new Error("the stream ended");
      const [id, event] = step.value;
      if (event.kind === "change") return { id, event };
    }
  };
  const close = async () => {
    controller.abort();
    await stream.return(undefined);
  };
  return { stream, next, close };
}

test("every reader is told who did what, each change once", async () => {
  const { id } = await ask();
  const [first, second] = await Promise.all([open(ana), open(tom)]);
  await claim(tom, id);
  expect((await first.next()).event).toMatchObject({
    id,
    change: "claimed",
    by: { name: "Tom" },
    isMine: false,
    claim: { personName: "Tom" },
  });
  expect((await second.next()).event).toMatchObject({ id, change: "claimed", isMine: true, claim: { isMine: true } });
  await release(tom, id);
  expect((await first.next()).event).toMatchObject({ change: "released", by: { name: "Tom" }, claim: null });
  await decide(tom, { id, verdict: "approve", reason: "" });
  expect((await first.next()).event).toMatchObject({
    change: "approved",
    state: "approved",
    by: { name: "Tom" },
    title: "50 % discount for acme",
  });
  const opened = await ask({ agentName: "next-agent" });
  expect((await first.next()).event).toMatchObject({ id: opened.id, change: "opened", by: null });
  await inTransaction((tx) => freezeForAgent(tx, systemActor, "next-agent", new Date()));
  expect((await first.next()).event).toMatchObject({ id: opened.id, change: "frozen", state: "frozen" });
  await Promise.all([first.close(), second.close()]);
});

test("a reader who comes back is told what happened in between", async () => {
  const { id } = await ask();
  const before = await open(ana);
  await claim(tom, id);
  const { id: lastEventId } = await before.next();
  await before.close();
  await decide(tom, { id, verdict: "reject", reason: "No." });
  const again = await open(ana, lastEventId);
  expect((await again.next()).event).toMatchObject({ id, change: "rejected", by: { name: "Tom" } });
  await again.close();
});

test("the stream ends when the reader's session ends", async () => {
  const reader = await open(ana);
  await revokeOwnSession(ana, ana.sessionId ?? "");
  await ask();
  expect(await reader.stream.next()).toMatchObject({ done: true });
});

test("while the database is away every reader is told so within five seconds, and afterwards to read afresh", {
  timeout: 20_000,
}, async () => {
  const { stream, close } = await open(tom);
  const nextOf = async (kind: ApprovalEvent["kind"]) => {
    for (;;) {
      const step = await stream.next();
      if (step.done) throw new Error("the stream ended");
      if (step.value[1].kind === kind) return;
    }
  };
  const comeBack = await databaseGoes();
  const startedMs = performance.now();
  await nextOf("away");
  expect(performance.now() - startedMs).toBeLessThan(5_500);
  await comeBack();
  await nextOf("resync");
  await close();
});
