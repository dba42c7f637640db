import { expect, test } from "vitest";
import { archiveChain, createChain } from "@/server/escalation/chains";
import { ChainInput } from "@/server/escalation/schema";
import { systemActor } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { previewEscalation, readEscalation } from "./escalation-view";
import { escalateDue } from "./escalations";
import { listQueue } from "./queue";
import { QueueInput } from "./schema";
import { listTargets, setTarget } from "./set-targets";
import { ask, person } from "./testing/fixtures";
import { usesOf } from "./uses";

freshDatabase();

const MINUTE_MS = 60_000;
const start = new Date("2026-11-20T09:00:00Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE_MS);
const given = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};
const chain = (name: string) =>
  createChain(
    systemActor,
    ChainInput.parse({
      name,
      steps: [
        { after: { percentOfSla: 50 }, targets: [{ kind: "stage" }] },
        { after: { percentOfSla: 100 }, targets: [{ kind: "owner" }] },
      ],
      loops: 0,
      pauseMinutes: 30,
      final: { kind: "expire" },
    }),
  );

test("the card says what comes next and whom it tells, and what was done", async () => {
  const approver = await person("Ana", ["approver"]);
  const { id: chainId } = given(await chain("Card"));
  const request = await ask({ chainId, dueMinutes: 60, expiryMinutes: 600 }, start);
  await escalateDue(at(31));
  const seen = given(await readEscalation(approver, request.id));
  expect(seen.chain?.name).toBe("Card");
  expect(seen.past.map(({ kind, whom }) => [kind, ...whom])).toEqual([
    ["asked", "Ana"],
    ["step", "Ana"],
  ]);
  const [row] = given(await listQueue(approver, QueueInput.parse({ tab: "all" }))).items;
  expect(row?.escalated).toEqual({ kind: "step", step: 1, told: ["Ana"] });
  expect(seen.next).toMatchObject([
    { kind: "step", at: at(60).toISOString(), whom: ["the agent's owner"] },
    { kind: "expire", at: at(90).toISOString() },
  ]);
});

test("a target is set once by whoever saw it last, and the preview follows it", async () => {
  const operator = await person("Mei", ["operator"]);
  const { id: chainId } = given(await chain("Preview"));
  const target = { riskTier: "low", revision: 0, dueMinutes: 120, expiryMinutes: 600, calendarId: null, chainId } as const;
  const answers = await Promise.all([setTarget(operator, target), setTarget(operator, target)]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(given(await listTargets(operator)).targets[0]).toMatchObject({ ...target, revision: 1, isDefault: false });
  const seen = given(await previewEscalation(operator, { riskTier: "low", ruleId: null, startedAt: start.toISOString() }));
  expect(seen.dueAt).toBe(at(120).toISOString());
  expect(seen.next.map(({ kind, at: moment }) => [kind, moment])).toEqual([
    ["asked", start.toISOString()],
    ["step", at(60).toISOString()],
    ["step", at(120).toISOString()],
    ["expire", at(150).toISOString()],
  ]);
});

test("only operators and administrators set targets, and only with what is in use", async () => {
  const viewer = await person("Vera", ["viewer"]);
  const target = { riskTier: "high", revision: 0, dueMinutes: 10, expiryMinutes: 60, calendarId: null, chainId: null } as const;
  expect(await setTarget(viewer, target)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  const operator = await person("Otto", ["operator"]);
  const calendarId = "cal_01jd0000000000000000000000";
  expect(await setTarget(operator, { ...target, calendarId })).toMatchObject({ ok: false, refusal: { errors: [{ path: "calendarId" }] } });
});

test("a chain that is being written is previewed before it is saved", async () => {
  const operator = await person("Noa", ["operator"]);
  const steps = [{ after: { minutes: 7 }, targets: [{ kind: "owner" as const }], channels: [], important: true }];
  const draft = { name: "Draft", steps, loops: 0, pauseMinutes: 5, final: { kind: "expire" as const } };
  const seen = given(await previewEscalation(operator, { riskTier: "high", ruleId: null, startedAt: start.toISOString(), draft }));
  expect(seen.chain).toEqual({ id: null, name: "Draft" });
  expect(seen.next.slice(1)).toMatchObject([
    { kind: "step", at: at(7).toISOString(), whom: ["the agent's owner"], isImportant: true },
    { kind: "expire", at: at(12).toISOString() },
  ]);
});

test("what rests on a chain is named: the targets that follow it", async () => {
  const operator = await person("Lea", ["operator"]);
  const { id: chainId } = given(await chain("Rested on"));
  expect(await usesOf(chainId)).toEqual([]);
  const target = { riskTier: "medium", revision: 0, dueMinutes: 10, expiryMinutes: 60, calendarId: null, chainId } as const;
  given(await setTarget(operator, target));
  expect(await usesOf(chainId)).toEqual(["the target of risk tier medium"]);
  expect(await archiveChain(operator, { id: chainId, isArchived: true }, usesOf)).toMatchObject({ refusal: { code: "conflict" } });
});
