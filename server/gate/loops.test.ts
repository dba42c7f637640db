import { beforeAll, describe, expect, test } from "vitest";
import type { LoopLimitInput } from "@/server/loops/schema";
import { dropLimit, readLoops, setLimit } from "@/server/loops/service";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { ana, ask, call, codeOf, discount, expectOk, gateWorld, live, mei } from "./testing";

gateWorld();

const limit = (agent: string, over: Partial<LoopLimitInput> = {}): LoopLimitInput => ({
  ...{ agent, revision: 0, isOn: true, windowMinutes: 10, sameCall: 3, sameTool: 5 },
  ...over,
});
const run = (id: string) => ({ id });
const asks = async (input: Parameters<typeof call>[0], times: number) => {
  const answers = [];
  for (let i = 0; i < times; i++) answers.push(await ask(call(input)));
  return answers;
};
const causes = (answers: readonly { decision: string; cause: string | null }[]) =>
  answers.map(({ decision, cause }) => `${decision} ${cause}`);
const read = (agent: string, runId: string, account = "acme") => ({ agent, run: run(runId), args: { account } });

beforeAll(async () => {
  // The gate remembers limits for seconds: they are set before anything is asked.
  for (const agent of ["looper", "unlimited"]) await live(agent);
  expectOk(await setLimit(mei, limit("looper")));
  expectOk(await setLimit(mei, limit("unlimited", { isOn: false })));
});

describe("a run that repeats itself", () => {
  test("has the very same call refused beyond its limit, and goes on with another one", async () => {
    expect(causes(await asks(read("looper", "r1"), 4))).toEqual([...Array(3).fill("allow policy"), "deny loop"]);
    const refused = await ask(call(read("looper", "r1")));
    expect(refused).toMatchObject({
      decision: "deny",
      cause: "loop",
      retry: "after_change",
      reason: expect.stringMatching(/very same call/),
    });
    expect(await ask(call(read("looper", "r2")))).toMatchObject({ decision: "allow" });
  });

  test("has a tool refused beyond its limit, whatever the arguments, and may use another tool", async () => {
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await ask(call(read("looper", "r3", `account ${i}`))));
    expect(causes(answers)).toEqual([...Array(5).fill("allow policy"), "deny loop"]);
    expect(await ask(discount({ agent: "looper", run: run("r3"), args: { account: "acme", percent: 5 } }))).toMatchObject({
      decision: "allow",
    });
  });

  test("is told of once, to the operators, however often it goes on", async () => {
    await asks(read("looper", "r4"), 7);
    const notices = await prisma().notice.findMany({ where: { kind: "agent.looped", subjectId: "looper/r4" } });
    expect(notices).toMatchObject([{ title: "looper repeats itself", path: "/agents/loops" }]);
  });

  test("is listed with how often it was refused and the last decision", async () => {
    const answers = await asks(read("looper", "r5"), 5);
    const { caught } = expectOk(await readLoops(ana));
    const row = caught.find(({ runId }) => runId === "r5");
    expect(row).toMatchObject({ agentName: "looper", toolName: "crm.read_account", refused: 2, lastActionId: answers.at(-1)?.id });
  });

  test("is left alone where loops are not looked for, where nobody names a run, and beyond the window", async () => {
    expect(new Set(causes(await asks(read("unlimited", "r6"), 8)))).toEqual(new Set(["allow policy"]));
    expect(new Set(causes(await asks({ agent: "looper" }, 8)))).toEqual(new Set(["allow policy"]));
    await asks(read("looper", "r7"), 4);
    await prisma().$executeRaw`update action set created_at = created_at - interval '11 minutes' where run_id = 'r7'`;
    expect(await ask(call(read("looper", "r7")))).toMatchObject({ decision: "allow" });
  });

  test("is counted by the same call alone: another agent's run of that name is another run", async () => {
    await asks(read("looper", "shared"), 4);
    expect(await ask(call(read("sales-agent", "shared")))).toMatchObject({ decision: "allow" });
  });
});

describe("limits", () => {
  test("are set by operators, for agents that exist, by one editor at a time, each change on the record", async () => {
    expect(codeOf(await setLimit(ana, limit("looper")))).toBe("forbidden");
    expect(await setLimit(mei, limit("nobody"))).toMatchObject({ ok: false, refusal: { errors: [{ path: "agent" }] } });
    expect(codeOf(await setLimit(mei, limit("looper")))).toBe("conflict");
    const name = `agent-${newId("team")}`;
    await live(name);
    const answers = await Promise.all([setLimit(mei, limit(name)), setLimit(mei, limit(name))]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await setLimit(mei, limit(name, { revision: 1, sameCall: 4 }))).toMatchObject({ ok: true, value: { revision: 2 } });
    expect(codeOf(await dropLimit(mei, { agent: name, revision: 1 }))).toBe("conflict");
    expect(codeOf(await dropLimit(ana, { agent: name, revision: 2 }))).toBe("forbidden");
    expectOk(await dropLimit(mei, { agent: name, revision: 2 }));
    const entries = await prisma().auditOutbox.findMany({
      where: { agentName: name, kind: { startsWith: "loop_limit." } },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ kind }) => kind)).toEqual(["loop_limit.changed", "loop_limit.changed", "loop_limit.dropped"]);
  });

  test("begin with those of Reeve, and follow the organisation's own", async () => {
    expect(expectOk(await readLoops(ana)).everyone).toMatchObject({ agent: null, isDefault: true, sameCall: 20 });
    expectOk(await setLimit(mei, { ...limit("x"), agent: null, sameCall: 50, sameTool: 60 }));
    expect(expectOk(await readLoops(mei))).toMatchObject({
      can: { edit: true },
      everyone: { isDefault: false, sameCall: 50, revision: 1 },
    });
  });
});
