import { beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@/server/kernel/roles";
import { mintKey, mintPerson, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inPgTransaction, inTransaction } from "@/server/platform/tx";
import { countAgents, listAgents, putAgent, readAgent, setGrant } from "./agents";
import type { ToolInput } from "./schema";
import { lockAgent, readForGate, registerShadow, reinstateAgent, suspendAgent } from "./service";
import { archiveTeam, createTeam, listTeams, renameTeam } from "./teams";
import { archiveTool, createTool, readTool, updateTool } from "./tools";

freshDatabase();

const NOW = new Date("2026-11-20T16:00:00Z");
const person = (id: string, ...roles: Role[]) =>
  mintPerson({ id, name: "Mei", email: `${id}@reeve.demo`, roles: new Set(roles), groupIds: new Set() });
const operator = person(newId("person"), "operator");
const viewer = person(newId("person"), "viewer");
const key = mintKey({ id: newId("apiKey"), name: "ci", scopes: new Set(["agents:write", "agents:read"]), agentName: null });
const boundKey = mintKey({ ...key, agentName: "own-agent" });
const DISCOUNT: ToolInput = {
  version: "3",
  description: "Puts a discount on a renewal.",
  sideEffect: "irreversible",
  argsSchema: { type: "object", properties: { account: { type: "string" }, percent: { type: "number" } }, required: ["account"] },
  summary: "{percent} % discount for {account}",
  sensitiveArgs: [],
};
const kinds = async (agentName: string) =>
  (await prisma().auditOutbox.findMany({ where: { agentName }, orderBy: { id: "asc" } })).map(({ kind }) => kind);
const kill = (name: string, actor: Parameters<typeof suspendAgent>[1] = operator) =>
  inTransaction(async (tx) => {
    await lockAgent(tx, name, "exclusive");
    return suspendAgent(tx, actor, name, "It offers 50 %.", NOW);
  });
const restore = (name: string) => inPgTransaction((tx) => reinstateAgent(tx, operator, { name, reason: "Fixed.", data: {} }, NOW));

const retire = (name: string) => putAgent(operator, name, { state: "retired" }, "existing", NOW, async () => undefined);

beforeAll(async () => {
  await prisma().person.createMany({
    data: [operator, viewer].map(({ id, name, email }) => ({ id, name, email, roles: [], createdAt: NOW, updatedAt: NOW })),
  });
  await createTeam(systemActor, "Sales", NOW);
  await createTool(systemActor, "crm.apply_discount", DISCOUNT, NOW);
});

describe("what people settle about an agent", () => {
  test("is kept, shown, taken back, and on the record without its free text", async () => {
    const said = { riskReason: "It moves money.", aiActRole: "deployer", aiActClass: "limited", outOfBounds: ["Loans"] } as const;
    const start = await putAgent(
      operator,
      "settled-agent",
      { ...said, outOfBounds: [...said.outOfBounds], reviewDue: "2027-01-31" },
      "new",
    );
    expect(start).toMatchObject({ ok: true, value: { ...said, reviewDue: "2027-01-31" } });
    const edited = await putAgent(operator, "settled-agent", {
      aiActClass: "high_risk",
      outOfBounds: ["Loans", "Health"],
      reviewDue: null,
    });
    const after = { ...said, aiActClass: "high_risk", outOfBounds: ["Loans", "Health"], reviewDue: null, revision: 2 };
    expect(edited).toMatchObject({ ok: true, value: after });
    expect(await putAgent(operator, "settled-agent", { outOfBounds: ["Loans", "Health"] })).toMatchObject({ value: { revision: 2 } });
    const entries = await prisma().auditOutbox.findMany({ where: { agentName: "settled-agent" }, orderBy: { id: "asc" } });
    const record = entries.map(({ bytes }) => Buffer.from(bytes).toString()).join("");
    expect(record).toContain("high_risk");
    expect(record).not.toMatch(/Loans|moves money/);
  });
});

describe("shadow agents", () => {
  test("a name seen twenty times at once is listed once, with one entry", async () => {
    const seen = await Promise.all(Array.from({ length: 20 }, () => inPgTransaction((tx) => registerShadow(tx, "ghost", NOW))));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    expect(seen[0]).toMatchObject({ name: "ghost", state: "shadow", riskTier: "high", environment: "unknown" });
    expect(await kinds("ghost")).toEqual(["agent.discovered"]);
    const listed = await listAgents(viewer, { group: "shadow", search: "", limit: 10 });
    expect(listed).toMatchObject({ ok: true, value: { items: [{ name: "ghost" }], nextCursor: null } });
  });

  test("registering one keeps its id and starts its life", async () => {
    const { id } = await inPgTransaction((tx) => registerShadow(tx, "found", NOW));
    const registered = await putAgent(operator, "found", { purpose: "Sells.", owner: operator.email, team: "Sales", state: "live" });
    expect(registered).toMatchObject({ ok: true, value: { id, state: "live", environment: "production", team: { name: "Sales" } } });
    expect(await kinds("found")).toEqual(["agent.discovered", "agent.registered", "agent.updated"]);
  });
});

describe("edits", () => {
  test("two people who edit the same revision: one is kept, the other is told", async () => {
    await putAgent(operator, "raced", {});
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => putAgent(operator, "raced", { purpose: `Version ${n}.`, revision: 1 })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.refusal).toMatchObject({ code: "conflict" });
    expect(await readAgent(viewer, "raced")).toMatchObject({ value: { revision: 2 } });
    expect(await kinds("raced")).toEqual(["agent.registered", "agent.updated"]);
  });

  test("two who register the same name: one is kept", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => putAgent(operator, "taken", {}, "new")));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "conflict", errors: [{ path: "name" }] } });
  });

  test("grants and revokes are recorded one by one, and repeating them changes nothing", async () => {
    await putAgent(operator, "granted", { state: "live", tools: ["crm.apply_discount"] });
    const again = await setGrant(operator, { agent: "granted", tool: "crm.apply_discount", isGranted: true });
    expect(again).toMatchObject({ value: { revision: 1, tools: [{ name: "crm.apply_discount", sideEffect: "irreversible" }] } });
    expect(await inPgTransaction((tx) => readForGate(tx, "granted", "crm.apply_discount"))).toMatchObject({ isGranted: true });
    await setGrant(operator, { agent: "granted", tool: "crm.apply_discount", isGranted: false });
    expect(await inPgTransaction((tx) => readForGate(tx, "granted", "crm.apply_discount"))).toMatchObject({ isGranted: false });
    expect(await kinds("granted")).toEqual(["agent.registered", "agent.tool_revoked"]);
  });

  test("names that nobody has are errors of their fields", async () => {
    const answer = await putAgent(operator, "wrong", { owner: "no@reeve.demo", team: "None", tools: ["no.tool"] });
    expect(answer).toMatchObject({ refusal: { code: "invalid_request" } });
    expect(!answer.ok && answer.refusal.errors?.map(({ path }) => path)).toEqual(["owner", "team", "tools.0"]);
    expect(await putAgent(operator, "Wrong Name", {})).toMatchObject({ refusal: { code: "invalid_request" } });
  });

  test("only operators and keys with agents:write edit, and a bound key only its own agent", async () => {
    expect(await putAgent(viewer, "denied", {})).toMatchObject({ refusal: { code: "forbidden" } });
    expect(await putAgent(boundKey, "denied", {})).toMatchObject({ refusal: { code: "agent_mismatch" } });
    expect(await putAgent(boundKey, "own-agent", {})).toMatchObject({ ok: true });
    expect(await readAgent(boundKey, "raced")).toMatchObject({ refusal: { code: "agent_mismatch" } });
    expect(await listAgents(boundKey, { group: "all", search: "", limit: 10 })).toMatchObject({
      value: { items: [{ name: "own-agent" }] },
    });
  });
});

describe("kill and restore", () => {
  test("a kill holds until people restore, whatever is edited; both keep their reasons", async () => {
    await putAgent(operator, "sales", { state: "live" });
    expect(await kill("sales", key)).toMatchObject({ ok: true, value: { state: "suspended" } });
    expect(await kill("sales")).toMatchObject({ refusal: { code: "conflict" } });
    expect(await putAgent(operator, "sales", { state: "live" })).toMatchObject({ refusal: { code: "conflict" } });
    expect(await putAgent(operator, "sales", { riskTier: "low" })).toMatchObject({ value: { state: "suspended" } });
    expect(await restore("sales")).toMatchObject({ ok: true, value: { state: "live" } });
    expect(await restore("sales")).toMatchObject({ refusal: { code: "conflict" } });
    expect(await readAgent(viewer, "sales")).toMatchObject({
      value: { history: [{ to: "live", reason: "Fixed.", by: "Mei" }, { to: "suspended", reason: "It offers 50 %." }, { to: "live" }] },
    });
    expect(await kinds("sales")).toEqual(["agent.registered", "agent.killed", "agent.updated", "agent.restored"]);
  });

  test("twenty kills at once: one entry", async () => {
    await putAgent(operator, "runaway", { state: "live" });
    const answers = await Promise.all(Array.from({ length: 20 }, () => kill("runaway")));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await kinds("runaway")).filter((kind) => kind === "agent.killed")).toHaveLength(1);
  });

  test("a viewer kills nothing, a bound key no other agent, and nobody a retired or unknown one", async () => {
    await putAgent(operator, "old", {});
    expect(await kill("old", viewer)).toMatchObject({ refusal: { code: "forbidden" } });
    expect(await kill("old", boundKey)).toMatchObject({ refusal: { code: "agent_mismatch" } });
    expect(await putAgent(operator, "old", { state: "retired" })).toMatchObject({ refusal: { code: "conflict" } });
    await retire("old");
    expect(await kill("old")).toMatchObject({ refusal: { code: "conflict" } });
    expect(await putAgent(operator, "old", { purpose: "x" })).toMatchObject({ refusal: { code: "conflict" } });
    expect(await kill("nobody")).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("the steps of a life can be neither changed nor removed", async () => {
    await expect(prisma().agentStateChange.updateMany({ data: { reason: "x" } })).rejects.toThrow();
    await expect(prisma().agentStateChange.deleteMany()).rejects.toThrow();
  });
});

describe("tools", () => {
  test("a schema or a summary that cannot work is refused with its path", async () => {
    const bad = await createTool(operator, "x.bad", { ...DISCOUNT, argsSchema: { type: "nonsense" }, summary: "{who}" });
    expect(!bad.ok && bad.refusal.errors?.map(({ path }) => path)).toContain("argsSchema/type");
    expect(await createTool(operator, "x.bad", { ...DISCOUNT, argsSchema: { $ref: "#/nowhere" } })).toMatchObject({ ok: false });
    expect(await createTool(operator, "x.bad", { ...DISCOUNT, summary: "{who}" })).toMatchObject({
      refusal: { errors: [{ path: "summary" }] },
    });
    expect(await createTool(operator, "crm.apply_discount", DISCOUNT)).toMatchObject({ refusal: { code: "conflict" } });
    expect(await createTool(viewer, "x.tool", DISCOUNT)).toMatchObject({ refusal: { code: "forbidden" } });
    expect(await createTool(key, "x.tool", DISCOUNT)).toMatchObject({ refusal: { code: "forbidden" } });
  });

  test("of two edits of one revision, one is kept", async () => {
    await createTool(operator, "x.raced", DISCOUNT);
    const edits = ["4", "5", "6"].map((version) => updateTool(operator, "x.raced", { ...DISCOUNT, version, revision: 1 }));
    expect((await Promise.all(edits)).filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("an archived tool is unknown to the gate and cannot be granted; it comes back whole", async () => {
    await createTool(operator, "x.old", { ...DISCOUNT, argsSchema: null });
    await putAgent(operator, "user", { tools: ["x.old"] });
    await archiveTool(operator, { name: "x.old", isArchived: true });
    expect(await inPgTransaction((tx) => readForGate(tx, "user", "x.old"))).toMatchObject({ tool: null, isGranted: false });
    expect(await putAgent(operator, "other", { tools: ["x.old"] })).toMatchObject({ refusal: { code: "invalid_request" } });
    expect(await putAgent(operator, "user", { purpose: "Still works.", tools: ["x.old"] })).toMatchObject({ ok: true });
    await archiveTool(operator, { name: "x.old", isArchived: false });
    const call = await inPgTransaction((tx) => readForGate(tx, "user", "x.old"));
    expect(call).toMatchObject({ isGranted: true, tool: { name: "x.old", argsSchema: null, sensitiveArgs: [] } });
    expect(await readTool(viewer, "x.old")).toMatchObject({ value: { agents: [{ name: "user" }], can: { edit: false } } });
  });
});

describe("teams", () => {
  test("are renamed once by those who saw the old name, and archived when no agent needs them", async () => {
    const team = await createTeam(operator, "Care", NOW);
    if (!team.ok) throw new Error(team.refusal.message);
    const { id } = team.value;
    expect(await createTeam(operator, "Care")).toMatchObject({ refusal: { code: "conflict" } });
    expect(await renameTeam(operator, { id, from: "Care", to: "Sales" })).toMatchObject({ refusal: { code: "conflict" } });
    expect(await renameTeam(operator, { id, from: "Care", to: "Customer Care" })).toMatchObject({ ok: true });
    expect(await renameTeam(operator, { id, from: "Care", to: "Again" })).toMatchObject({ refusal: { code: "conflict" } });
    await putAgent(operator, "carer", { team: "Customer Care" });
    expect(await archiveTeam(operator, { id, isArchived: true })).toMatchObject({ refusal: { code: "conflict" } });
    await retire("carer");
    expect(await archiveTeam(operator, { id, isArchived: true })).toMatchObject({ ok: true });
    expect(await putAgent(operator, "late", { team: "Customer Care" })).toMatchObject({ refusal: { code: "invalid_request" } });
    const teams = await listTeams(viewer);
    expect(teams.ok && teams.value.map(({ name }) => name)).toEqual(["Customer Care", "Sales"]);
  });
});

test("the list pages by name and narrows by state, team, risk and words", async () => {
  const page = async (input: Partial<Parameters<typeof listAgents>[1]>) => {
    const answer = await listAgents(viewer, { group: "registered", search: "", limit: 3, ...input });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value;
  };
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const next: Awaited<ReturnType<typeof page>> = await page({ cursor });
    names.push(...next.items.map(({ name }) => name));
    cursor = next.nextCursor;
  } while (cursor !== null);
  const counts = await countAgents(viewer);
  if (!counts.ok) throw new Error(counts.refusal.message);
  const { shadow, ...registered } = counts.value.states;
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toHaveLength(Object.values(registered).reduce((a, b) => a + b, 0));
  expect(shadow).toBe(1);
  expect((await page({ search: "STILL WORKS" })).items.map(({ name }) => name)).toEqual(["user"]);
  expect((await page({ team: "Sales" })).items.map(({ name }) => name)).toEqual(["found"]);
  expect((await page({ state: "suspended" })).items.map(({ name }) => name)).toEqual(["runaway"]);
  expect((await page({ risk: "low" })).items.map(({ name }) => name)).toEqual(["sales"]);
});

test("two who give teams the same name at once: one has it, the other is told which field to change", async () => {
  const ids = await Promise.all(["A", "B", "C", "D"].map((name) => createTeam(operator, `Race ${name}`, NOW)));
  const answers = await Promise.all(
    ids.map((made, i) => renameTeam(operator, { id: made.ok ? made.value.id : "", from: `Race ${"ABCD"[i]}`, to: "Raced" })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  for (const answer of answers.filter(({ ok }) => !ok)) {
    expect(answer).toMatchObject({
      refusal: { code: "conflict", errors: [{ path: "name", message: expect.stringContaining("Choose another name") }] },
    });
  }
});
