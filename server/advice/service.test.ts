import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@/server/kernel/roles";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { setPrice } from "@/server/pricing/edits";
import { foldCosts } from "@/server/spend/keeping";
import { ingestTraces } from "@/server/traces/ingest";
import { repriceSteps } from "@/server/traces/reprice";
import { settleTraces } from "@/server/traces/settle";
import { advise } from "./core/advise";
import { forgetRuns, observeRuns } from "./observe";
import type { DecideSwitchInput, TaskView } from "./schema";
import { decideSwitch, readAdvice, setMargin } from "./service";
import { haveRuns } from "./testing";

freshDatabase();

const NOW = new Date("2026-11-22T22:30:00Z");
const LATER = new Date(NOW.getTime() + 11 * 60_000);
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const person = (...roles: Role[]) =>
  mintPerson({ id: newId("person"), name: "x", email: "x@x.example", roles: new Set(roles), groupIds: new Set() });
const [operator, admin, executive] = [person("operator"), person("admin"), person("executive")];

async function read(taskClass: string, days: 30 | 90 = 90): Promise<TaskView> {
  const page = await happeningAt(NOW, () => readAdvice(executive, { days }));
  if (!page.ok) throw new Error(page.refusal.message);
  const found = page.value.tasks.find((task) => task.taskClass === taskClass);
  if (found === undefined) throw new Error(`${taskClass} is missing`);
  return found;
}
const verdictOf = ({ models, margin }: TaskView) => advise(models, margin.points / 100)?.verdict;

const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
const hex = (bytes: number) => randomBytes(bytes).toString("hex");
type Chat = { readonly model: string; readonly input?: number };

/** One run with these calls of models, as its agent tells it. */
async function tell(taskClass: string, chats: readonly Chat[]): Promise<void> {
  const traceId = hex(16);
  const ns = (ms: number) => String(BigInt(NOW.getTime() + ms) * 1_000_000n);
  const spans = chats.map(({ model, input }, i) => ({
    traceId,
    spanId: hex(8),
    name: "chat",
    startTimeUnixNano: ns(i * 1_000),
    endTimeUnixNano: ns(i * 1_000 + 900),
    attributes: Object.entries({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": model,
      "gen_ai.agent.name": "desk",
      "reeve.task.class": taskClass,
      ...(input === undefined ? {} : { "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": 10 }),
    }).map(([name, value]) => ({ key: name, value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value } })),
  }));
  const body = { resourceSpans: [{ scopeSpans: [{ scope: { name: "a" }, spans }] }] };
  const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify(body)) }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const settleAnew = () => prisma().$executeRaw`update trace set settled_at = settled_at + interval '1 second' where settled_at is not null`;

describe("which runs are compared", () => {
  beforeAll(async () => {
    await tell("sorting", [{ model: "gpt-5", input: 1_000 }]);
    await tell("sorting", [
      { model: "gpt-5", input: 1_000 },
      { model: "gpt-5-mini", input: 10 },
    ]);
    await tell("sorting", [{ model: "gpt-5" }]);
    await tell("sorting", [
      { model: "gpt-5", input: 1_000 },
      { model: "gpt-5-mini", input: 6_000 },
    ]);
    await tell("sorting", [{ model: "gpt-99-inhouse", input: 1_000 }]);
    await settleTraces(LATER);
    await foldCosts(LATER);
    await observeRuns(LATER);
  }, 30_000);

  test("each by its own model; a mixed run by none; a cost that is not known is left out of the mean, not counted as nothing", async () => {
    const { models, mixed } = await read("sorting");
    expect(models).toMatchObject([
      { model: "gpt-5", runs: 3, cost: { of: 2 }, outcome: { of: 0, count: 0 }, agents: ["desk"] },
      { model: "gpt-99-inhouse", runs: 1, cost: { of: 0 } },
    ]);
    expect(mixed).toBe(1);
    expect(models[0]?.cost.mean).toBeCloseTo(1_361.25);
  });

  test("looked at again they are the same runs, and none is forgotten before its time", async () => {
    const before = await prisma().runObservation.findMany({ orderBy: { traceId: "asc" } });
    await observeRuns(LATER);
    await settleAnew();
    await Promise.all([observeRuns(LATER), observeRuns(LATER)]);
    await forgetRuns(LATER);
    expect(await prisma().runObservation.findMany({ orderBy: { traceId: "asc" } })).toEqual(before);
  });

  test("each is looked at once, until it is settled anew", async () => {
    const before = await prisma().runObservation.findMany({ orderBy: { traceId: "asc" } });
    await prisma().runObservation.updateMany({ data: { costPicoUsd: 1 } });
    await observeRuns(LATER);
    const costs = await prisma().runObservation.findMany({ select: { costPicoUsd: true }, distinct: ["costPicoUsd"] });
    expect(costs.map(({ costPicoUsd }) => Number(costPicoUsd))).toEqual([1]);
    await settleAnew();
    await observeRuns(LATER);
    expect(await prisma().runObservation.findMany({ orderBy: { traceId: "asc" } })).toEqual(before);
  });

  test("a change of prices is followed", async () => {
    const rates = { input: "1", output: "1" };
    const names = { provider: "openai", model: "gpt-99-inhouse", serviceTier: "standard", contract: "Own" } as const;
    expect(await setPrice(operator, { ...names, startsAt: "2026-11-01T00:00:00Z", endsAt: null, rates })).toMatchObject({ ok: true });
    const after = new Date(Date.now() + 60_000);
    await new Promise((resolve) => setTimeout(resolve, 2_100)); // the table in force is remembered for two seconds
    await repriceSteps(after);
    await observeRuns(LATER);
    expect((await read("sorting")).models.find(({ model }) => model === "gpt-99-inhouse")?.cost).toMatchObject({ of: 1, mean: 1_010 });
  }, 20_000);
});

describe("a decision on a switch", () => {
  const input: DecideSwitchInput = {
    taskClass: "claims",
    from: "large",
    to: "small",
    days: 90,
    verdict: "accepted",
    share: 50,
    reason: "As good, at half the cost",
  };
  const decide = (over: Partial<DecideSwitchInput> = {}) => happeningAt(NOW, () => decideSwitch(operator, { ...input, ...over }));

  beforeAll(async () => {
    const at = daysAgo(10);
    await haveRuns({ taskClass: "claims", model: "large", runs: 900, succeeded: 720, failed: 80, costMicroUsd: 700_000, at });
    await haveRuns({ taskClass: "claims", model: "small", runs: 800, succeeded: 720, failed: 80, costMicroUsd: 300_000, at });
    await haveRuns({ taskClass: "claims", model: "few", runs: 20, succeeded: 20, failed: 0, costMicroUsd: 100_000, at });
  });

  test("runs whose end nobody knows are neither success nor failure", async () => {
    const task = await read("claims");
    expect(task.models[0]).toMatchObject({ model: "large", runs: 900, outcome: { of: 800, count: 720 } });
    expect(verdictOf(task)).toEqual({ kind: "switch", to: "small" });
  });

  test("what is not proposed cannot be accepted, nor declined", async () => {
    for (const over of [{ to: "few" }, { to: "nobody" }, { from: "small", to: "large" }, { taskClass: "unheard-of" }]) {
      expect(await decide(over)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    }
    expect(await prisma().routingDecision.count()).toBe(0);
  });

  test("is kept with its figures and an audit entry of ids and numbers; afterwards stands what really happened", async () => {
    expect(await decide()).toMatchObject({ ok: true });
    const at = new Date(NOW.getTime() + DAY_MS);
    await haveRuns({ taskClass: "claims", model: "small", runs: 40, succeeded: 30, failed: 10, costMicroUsd: 320_000, at });
    await haveRuns({ taskClass: "claims", model: "large", runs: 60, succeeded: 60, failed: 0, costMicroUsd: 700_000, at });
    const [decision] = (await read("claims")).decisions;
    expect(decision).toMatchObject({ verdict: "accepted", share: 50, evidence: { from: { model: "large", outcome: { of: 800 } } } });
    expect(decision?.since).toMatchObject({ runs: 100, to: { runs: 40, outcome: { of: 40, count: 30 } } });
    const [entry] = await prisma().$queryRaw<{ entry: { kind: string; data: object } }[]>`
      select convert_from(bytes, 'UTF8')::jsonb as entry from audit_outbox where convert_from(bytes, 'UTF8') like '%routing.switch%'`;
    expect(entry?.entry).toMatchObject({ kind: "routing.switch_accepted", data: { share: 50, runsFrom: 800, runsTo: 800 } });
  });

  test("who may not decide is refused, and changes nothing", async () => {
    expect(await decideSwitch(executive, input)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    expect(await setMargin(operator, { taskClass: "claims", points: 5, revision: 0 })).toMatchObject({
      ok: false,
      refusal: { code: "forbidden" },
    });
    expect(await prisma().routingDecision.count()).toBe(1);
  });
});

test("the margin of a task class is set once by each revision, and what is proposed follows it", async () => {
  const at = daysAgo(5);
  await haveRuns({ taskClass: "letters", model: "large", runs: 400, succeeded: 368, failed: 32, costMicroUsd: 700_000, at });
  await haveRuns({ taskClass: "letters", model: "small", runs: 200, succeeded: 180, failed: 20, costMicroUsd: 300_000, at });
  expect(verdictOf(await read("letters"))).toMatchObject({ kind: "wait", for: "small" });
  expect(await setMargin(admin, { taskClass: "letters", points: 10, revision: 0 })).toEqual({ ok: true, value: { revision: 1 } });
  expect(await setMargin(admin, { taskClass: "letters", points: 1, revision: 0 })).toMatchObject({ ok: false });
  const task = await read("letters");
  expect(task.margin).toEqual({ points: 10, revision: 1 });
  expect(verdictOf(task)).toEqual({ kind: "switch", to: "small" });
});

test("a window sees its own days alone", async () => {
  await haveRuns({ taskClass: "old", model: "large", runs: 5, succeeded: 5, failed: 0, costMicroUsd: null, at: daysAgo(60) });
  expect((await read("old")).models).toMatchObject([{ runs: 5, cost: { of: 0 }, outcome: { of: 5, count: 5 } }]);
  await expect(read("old", 30)).rejects.toThrow("missing");
});
