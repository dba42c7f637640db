import { beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { claim } from "./claims";
import { deciderOf } from "./deciders";
import { countQueue, listQueue } from "./queue";
import { queueCounts, type Statement } from "./queue-sql";
import { QueueInput, type QueuePage } from "./schema";
import { freezeForAgent } from "./service";
import { queueStatement } from "./store";
import { countWaiting, recordBreaches } from "./sweeps";
import { ask, force, person } from "./testing/fixtures";

freshDatabase();

/** Plans, not times: the bench holds the target in milliseconds. */
async function expectIndexed({ sql, values }: Statement): Promise<void> {
  const plan = await prisma().$queryRawUnsafe<Record<string, string>[]>(`explain ${sql}`, ...values);
  const text = plan.map((line) => Object.values(line)[0]).join("\n");
  expect(text).not.toContain("Seq Scan on approval");
  expect(text).toMatch(/Index (Only )?Scan (using|on) approval_/);
}

const FINANCE = newId("group");
const PART = 20_000;
let ana: PersonActor;
let tom: PersonActor;
let helena: PersonActor;
beforeAll(async () => {
  await force(`insert into "group" (id, name, created_at) values ($1, 'Finance', now())`, FINANCE);
  ana = await person("Ana", ["approver"], [FINANCE]);
  tom = await person("Tom", ["approver"]);
  helena = await person("Helena", ["executive"]);
});

async function read(actor: PersonActor, input: Partial<QueueInput> = {}): Promise<QueuePage> {
  const answer = await listQueue(actor, QueueInput.parse(input));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}
const titles = async (actor: PersonActor, input: Partial<QueueInput> = {}) => (await read(actor, input)).items.map((row) => row.title);

describe("the queue", () => {
  beforeAll(async () => {
    await ask({ title: "in an hour", dueMinutes: 60, riskTier: "low" });
    await ask({ title: "breached", dueMinutes: 5, riskTier: "low" }, new Date(Date.now() - 10 * 60_000));
    await ask({ title: "big money", dueMinutes: 60, riskTier: "high", amountMicroUsd: 1_200_000_000_000n, agentName: "refund-agent" });
    await ask({ title: "for Finance", dueMinutes: 90, riskTier: "low", groupIds: [FINANCE], toolName: "erp.pay_100%" });
    await ask({ title: "Ana owns this", dueMinutes: 120, riskTier: "low", ownerId: ana.id });
    await ask({ title: "of a stopped agent", dueMinutes: 130, riskTier: "low", agentName: "stopped" });
    await inTransaction((tx) => freezeForAgent(tx, systemActor, "stopped", new Date()));
    await recordBreaches(new Date());
  });

  test("is sorted by time to breach, breached first, then by what is at stake", async () => {
    expect(await titles(helena, { tab: "all" })).toEqual([
      "breached",
      "big money",
      "in an hour",
      "for Finance",
      "Ana owns this",
      "of a stopped agent",
    ]);
    expect((await titles(helena, { tab: "all", sort: "newest" }))[0]).toBe("of a stopped agent");
  });

  test("shows each person what waits for them, and says why the rest does not", async () => {
    expect(await titles(ana)).toEqual(["breached", "big money", "in an hour", "for Finance"]);
    expect(await titles(tom)).toEqual(["breached", "big money", "in an hour", "Ana owns this"]);
    expect(await titles(helena)).toEqual([]);
    const rows = (await read(ana, { tab: "all" })).items;
    for (const row of rows) expect(row.waitsForMe).toBe((await titles(ana)).includes(row.title));
    expect(rows.find((row) => row.title === "Ana owns this")?.mayNotDecide).toMatchObject({ code: "owner" });
    expect((await read(helena, { tab: "all" })).items[0]?.mayNotDecide).toMatchObject({ code: "not_approver" });
  });

  test("tells what is at stake, who is asked and who holds it", async () => {
    const rows = (await read(ana, { tab: "all" })).items;
    const money = rows.find((row) => row.title === "big money");
    expect(money?.stake).toEqual({ amountMicroUsd: "1200000000000", records: 1, text: "Irreversible" });
    expect(rows.find((row) => row.title === "for Finance")?.groupNames).toEqual(["Finance"]);
    await claim(tom, money?.id ?? "");
    const held = (await read(ana)).items.find((row) => row.id === money?.id);
    expect(held).toMatchObject({ waitsForMe: true, claim: { personName: "Tom", isMine: false } });
    expect(await titles(tom, { tab: "heldByMe" })).toEqual(["big money"]);
    expect(await titles(ana, { tab: "heldByMe" })).toEqual([]);
  });

  test("is narrowed by risk, agent, tool and text, in which % and _ are only characters", async () => {
    expect(await titles(ana, { risk: ["high", "medium"] })).toEqual(["big money"]);
    expect(await titles(ana, { agent: "refund-agent" })).toEqual(["big money"]);
    expect(await titles(ana, { tool: "erp.pay_100%" })).toEqual(["for Finance"]);
    expect(await titles(ana, { text: "HOUR" })).toEqual(["in an hour"]);
    expect(await titles(ana, { text: "100%" })).toEqual(["for Finance"]);
    expect(await titles(ana, { text: "%" })).toEqual(["for Finance"]);
  });

  test("counts what the tabs list", async () => {
    const counts = { all: 6, breached: 1, dueWithinHour: 2, heldByMe: 0 };
    expect(await countQueue(ana)).toEqual({ ok: true, value: { ...counts, forMe: 4, forMeBreached: 1, forMeDueWithinHour: 2 } });
    expect(await countQueue(helena)).toEqual({ ok: true, value: { ...counts, forMe: 0, forMeBreached: 0, forMeDueWithinHour: 0 } });
  });

  test.each(["urgency", "newest"] as const)("pages by %s follow each other without gaps or repeats", async (sort) => {
    const all = await titles(ana, { tab: "all", sort });
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: QueuePage = await read(ana, { tab: "all", sort, limit: 2, cursor });
      paged.push(...page.items.map((row) => row.title));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    expect(await listQueue(ana, QueueInput.parse({ cursor: "bm9uc2Vuc2U" }))).toMatchObject({
      ok: false,
      refusal: { code: "invalid_request" },
    });
  });
});

describe("with 200,000 past and 10,000 open requests", () => {
  beforeAll(async () => {
    const columns = `id, action_id, state, agent_name, tool_name, risk_tier, title, group_ids, excluded, created_at, due_at, expires_at, urgency_at, updated_at`;
    // In parts: a transaction ends after fifteen seconds, however slow the machine.
    const fill = async (count: number, prefix: string, state: string, at: string) => {
      for (let from = 1; from <= count; from += PART) await fillPart(from, Math.min(count, from + PART - 1), prefix, state, at);
    };
    const fillPart = (from: number, to: number, prefix: string, state: string, at: string) =>
      force(
        `insert into approval (${columns}) select '${prefix}' || lpad(i::text, 22, '0'), '${prefix}' || i, ${state}, 'agent-' || i % 12, 'tool', 'low',
           'Request ' || i, array['${FINANCE}'], '{}', ${at}, ${at}, ${at}, ${at}, ${at} from generate_series(${from}, ${to}) i`,
      );
    await fill(200_000, "apr_past", "(array['approved', 'rejected', 'expired'])[1 + i % 3]", "now() - i * interval '1 minute'");
    await fill(10_000, "apr_open", "'pending'", "now() + i * interval '1 minute'");
    // The planner must know the table, as it does where autovacuum runs; only the owner may tell it.
    await inTransaction(async (tx) => {
      await tx.execute("set local role none");
      await tx.execute("analyze approval");
    });
  }, 120_000);

  test.each([
    ["urgency", { tab: "forMe", sort: "urgency" }],
    ["newest", { tab: "all", sort: "newest" }],
    ["held by me", { tab: "heldByMe" }],
    ["filtered", { tab: "forMe", risk: ["high"], text: "nothing has this" }],
  ] as const)("a page by %s reads no table from end to end", async (_, input) => {
    await expectIndexed(queueStatement(QueueInput.parse(input), await deciderOf(ana), new Date()));
  });

  test("the counts read no table from end to end", async () => {
    await expectIndexed(queueCounts(await deciderOf(ana), new Date(), new Date()));
  });
});

test("agents that wait in the same run move its requests forward, and back once fewer wait", async () => {
  const asked = [
    await ask({ title: "stands still: alone", dueMinutes: 205, agentName: "agent-a" }),
    await ask({ title: "stands still: one of two", dueMinutes: 210, agentName: "agent-b" }),
    await ask({ title: "stands still: the other", dueMinutes: 220, agentName: "agent-c" }),
  ];
  const [alone, two, other] = asked.map(({ id }) => id);
  for (const { actionId } of asked.slice(1)) await force("update action set run_id = 'run-of-two' where id = $1", actionId);
  const shown = async () => {
    const { items } = await read(helena, { tab: "all", text: "stands still" });
    return items.map(({ id, agentsWaiting }) => ({ id, agentsWaiting }));
  };
  expect(await shown()).toEqual([alone, two, other].map((id) => ({ id, agentsWaiting: 1 })));
  expect(await countWaiting()).toBe(2);
  expect(await countWaiting()).toBe(0);
  expect(await shown()).toEqual([
    { id: two, agentsWaiting: 2 },
    { id: alone, agentsWaiting: 1 },
    { id: other, agentsWaiting: 2 },
  ]);
  await force("update approval set state = 'cancelled' where id = $1", other);
  await force("update action set state = 'denied' where id = $1", asked[2]?.actionId);
  expect(await countWaiting()).toBe(1);
  expect(await shown()).toEqual([alone, two].map((id) => ({ id, agentsWaiting: 1 })));
});
