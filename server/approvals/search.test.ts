import { beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { readCard } from "./card";
import { decide } from "./decisions";
import { listQueue } from "./queue";
import { QueueInput } from "./schema";
import { searchRequests } from "./search";
import { SearchInput } from "./search-schema";
import { searchStatement } from "./store";
import { type Asked, ask, force, person } from "./testing/fixtures";

freshDatabase();

let ana: PersonActor;
let helena: PersonActor;
let ingrid: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  helena = await person("Helena", ["executive"]);
  ingrid = await person("Ingrid", ["auditor"]);
  await force(
    `insert into tool (id, name, version, description, side_effect, sensitive_args, created_at, updated_at)
     values ('too_1', 'crm.apply_discount', '3', 'Puts a discount on a renewal.', 'irreversible', array['/account'], now(), now())`,
  );
});

const decided = async (title: string, more: Parameters<typeof ask>[0] = {}): Promise<Asked> => {
  const asked = await ask({ title, ...more });
  await decide(ana, { id: asked.id, verdict: "reject", reason: "Too much." });
  return asked;
};
async function search(actor: PersonActor, text: string, limit = 6) {
  const found = await searchRequests(actor, SearchInput.parse({ text, limit }));
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}

describe("decided requests", () => {
  test("are found by the beginnings of words of the title, the agent and the tool, the newest first", async () => {
    const old = await decided("60 % discount for Initech", { agentName: "renewals-agent" });
    const young = await decided("70 % discount for Initech");
    expect((await search(ana, "init disc")).map(({ id }) => id)).toEqual([young.id, old.id]);
    expect(await search(ana, "Initech renewals-ag")).toMatchObject([{ id: old.id, state: "rejected", agentName: "renewals-agent" }]);
    expect(await search(ana, "initech apply_discount")).toHaveLength(2);
    expect(await search(ana, "initech", 1)).toHaveLength(1);
    for (const nothing of ["globex", "nitech", "'; drop", "%%", "init & !disc:*"]) {
      expect((await search(ana, nothing)).length).toBe(nothing.startsWith("init") ? 2 : 0);
    }
  });

  test("and open ones are found by their id and their action's", async () => {
    const open = await ask({ title: "80 % discount for Hooli" });
    expect(await search(ana, "Hooli")).toEqual([]);
    for (const id of [open.id, open.actionId])
      expect(await search(ana, id)).toMatchObject([{ id: open.id, state: "pending", decidedAt: null }]);
  });

  test("are looked up in the index, not read from end to end", async () => {
    const { sql, values } = searchStatement(["initech"], 6);
    const plan = await inTransaction(async (tx) => {
      await tx.execute("set local enable_seqscan = off");
      await tx.execute("set local enable_indexscan = off");
      return tx.prisma.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(`explain ${sql}`, ...values);
    });
    expect(plan.map((line) => line["QUERY PLAN"]).join(" ")).toContain("approval_decided_words");
  });
});

describe("what is sensitive", () => {
  const titles = async (actor: PersonActor, text?: string) => {
    const page = await listQueue(actor, QueueInput.parse({ tab: "all", text }));
    return page.ok ? page.value.items.map(({ title }) => title) : [];
  };

  test("is blacked out in rows and results, and cannot be found by whoever may not see it", async () => {
    await ask({ title: "90 % discount for acme" });
    await decided("95 % discount for acme");
    expect(await titles(ana, "acme")).toEqual(["90 % discount for acme"]);
    expect((await search(ana, "acme")).map(({ title }) => title)).toEqual(["95 % discount for acme"]);
    for (const actor of [helena, ingrid]) {
      expect(await titles(actor, "acme")).toEqual([]);
      expect(JSON.stringify([await titles(actor), await search(actor, "discount")])).not.toContain("acme");
      expect(await search(actor, "acme")).toEqual([]);
    }
  });

  test("is kept from the card in every text, the words of those who decided too, and auditors are told that they may reveal it", async () => {
    const asked = await ask({ title: "50 % discount for acme" });
    await force("update action set resource = 'crm:account/acme', reasoning = 'acme may leave' where id = $1", asked.actionId);
    await decide(ana, { id: asked.id, verdict: "reject", reason: "Not to acme." });
    await force(
      `update action set receipt = '{"status":"failed","accepted":true,"output":{"note":"acme said no"},"receivedAt":"2026-11-20T16:00:00Z"}' where id = $1`,
      asked.actionId,
    );
    const [seen, told, found] = await Promise.all([helena, ingrid, ana].map((actor) => readCard(actor, asked.id)));
    expect(JSON.stringify(seen)).not.toContain("acme");
    expect(JSON.stringify(told)).not.toContain("acme");
    expect(seen).toMatchObject({ value: { action: { hiddenBecause: "sensitive", canReveal: false, receipt: { hidden: ["output"] } } } });
    expect(told).toMatchObject({ value: { action: { canReveal: true, receipt: { hidden: [], output: { note: "••• said no" } } } } });
    expect(found).toMatchObject({
      value: { action: { hiddenBecause: null, canReveal: false, receipt: { output: { note: "acme said no" } } } },
    });
  });

  test("of a tool that nobody registered is everything, for whoever sees only what is safe", async () => {
    const asked = await ask({ toolName: "unknown.tool", title: "unknown.tool on acme" });
    const card = await readCard(helena, asked.id);
    expect(card).toMatchObject({
      value: { title: "unknown.tool on •••", action: { args: { account: "•••", percent: "•••" }, hiddenBecause: "unregistered" } },
    });
    expect(await readCard(ingrid, asked.id)).toMatchObject({ value: { action: { args: { account: "acme" }, hiddenBecause: null } } });
  });
});
