import { beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { decide } from "./decisions";
import { readPrecedent } from "./precedent";
import { countStatement, pastStatement } from "./precedent-store";
import type { Statement } from "./queue-sql";
import { type Asked, ask, force, person } from "./testing/fixtures";

freshDatabase();

let ana: PersonActor;
let helena: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  helena = await person("Helena", ["executive"]);
});

const usd = (dollars: number) => BigInt(dollars) * 1_000_000n;
type Past = Parameters<typeof ask>[0] & { readonly percent?: number; readonly resource?: string };

async function past({ percent = 10, resource = "crm:account/other", ...more }: Past, verdict: "approve" | "reject" = "approve") {
  const asked = await ask(more);
  const args = JSON.stringify({ account: "acme", percent });
  await force("update action set resource = $2, args = $3 where id = $1", asked.actionId, resource, args);
  await decide(ana, { id: asked.id, verdict, reason: "Because." });
  return asked;
}
const set = (asked: Asked, sql: string) => force(`update action set ${sql} where id = $1`, asked.actionId);

async function precedent(actor: PersonActor, id: string) {
  const found = await readPrecedent(actor, id);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}

describe("how similar requests were decided", () => {
  test("is counted over ninety days for the agent and its tool, with the highest amount that was approved, never a rejected one", async () => {
    const mine = { agentName: "renewals-agent", toolName: "crm.renew" };
    const kept = await past({ ...mine, amountMicroUsd: usd(128), percent: 30 });
    const gone = await past({ ...mine, amountMicroUsd: usd(40), resource: "crm:account/acme" });
    await past({ ...mine });
    await past({ ...mine, amountMicroUsd: usd(9_000) }, "reject");
    const old = await past({ ...mine, amountMicroUsd: usd(7_000) });
    await force("update approval set decided_at = decided_at - interval '91 days' where id = $1", old.id);
    await past({ ...mine, agentName: "another-agent", amountMicroUsd: usd(8_000) });
    await set(kept, "state = 'compensated'");
    await set(gone, "state = 'revoked', cause = 'timeout'");
    const now = await ask({ ...mine, amountMicroUsd: usd(1_200) });
    await set(now, `resource = 'crm:account/acme', args = '{"account":"acme","percent":50}'`);
    const found = await precedent(ana, now.id);
    expect(found).toMatchObject({
      of: "agent",
      counts: { approved: 3, rejected: 1, expired: 0, withdrawn: 0 },
      approvedAtMost: String(usd(128)),
      approvedUnstated: 1,
      amountMicroUsd: String(usd(1_200)),
      argument: { name: "percent", value: 50 },
    });
    expect(found.alike.map(({ id }) => id).slice(0, 1)).toEqual([gone.id]);
    expect(found.alike[0]).toMatchObject({ isSameResource: true, became: "never_used", by: { name: "Ana" }, argument: 10 });
    expect(found.alike.find(({ id }) => id === kept.id)).toMatchObject({ became: "compensated", argument: 30, isSameResource: false });
    expect(found.alike.map(({ state }) => state).filter((state) => state === "rejected")).toHaveLength(1);
  });

  test("is asked of every agent with the tool where this one has none, and says so", async () => {
    await past({ agentName: "first-agent", toolName: "erp.order", amountMicroUsd: usd(5) });
    const now = await ask({ agentName: "second-agent", toolName: "erp.order" });
    expect(await precedent(ana, now.id)).toMatchObject({
      of: "tool",
      counts: { approved: 1 },
      amountMicroUsd: null,
      alike: [{ agentName: "first-agent" }],
    });
    const alone = await ask({ toolName: "erp.never" });
    expect(await precedent(ana, alone.id)).toMatchObject({ of: "tool", counts: { approved: 0 }, approvedAtMost: null, alike: [] });
  });

  test("leaves a decided request with what came before its decision", async () => {
    const mine = { agentName: "late-agent", toolName: "crm.late" };
    const first = await past(mine);
    await past(mine);
    expect((await precedent(ana, first.id)).alike).toEqual([]);
  });

  test("keeps from a reader what they may not see: titles, values, and which resources are the same", async () => {
    await force(
      `insert into tool (id, name, version, description, side_effect, sensitive_args, created_at, updated_at)
       values ('too_1', 'crm.secret', '3', 'Secret.', 'irreversible', array['/account', '/percent'], now(), now())`,
    );
    const mine = { agentName: "secret-agent", toolName: "crm.secret", title: "discount for acme" };
    await past({ ...mine, percent: 7_777, resource: "crm:account/acme" });
    const now = await ask(mine);
    await set(now, `resource = 'crm:account/acme'`);
    const seen = await precedent(helena, now.id);
    expect(JSON.stringify(seen)).not.toMatch(/acme|7777/);
    expect(seen.alike).toMatchObject([{ isSameResource: false, argument: null }]);
    expect((await precedent(ana, now.id)).alike).toMatchObject([{ isSameResource: true, title: "discount for acme" }]);
  });

  test("is read from the index, however much was decided", async () => {
    const span = { agentName: "sales-agent", toolName: "crm.apply_discount", since: new Date(0), until: new Date() };
    const planOf = ({ sql, values }: Statement) =>
      inTransaction(async (tx) => {
        await tx.execute("set local enable_seqscan = off");
        const plan = await tx.prisma.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(`explain ${sql}`, ...values);
        return plan.map((line) => line["QUERY PLAN"]).join("\n");
      });
    await force(
      `insert into approval (id, action_id, state, agent_name, tool_name, risk_tier, title, group_ids, excluded, created_at, due_at, expires_at,
         urgency_at, decided_at, updated_at)
       select 'apr_x' || n, 'act_x' || n, 'approved', 'agent-' || n % 40, 'tool-' || n % 9, 'low', 'x', '{}', '{}', now(), now(), now(), now(),
         now() - n * interval '1 minute', now() from generate_series(1, 4000) n`,
    );
    await force("analyze approval");
    expect(await planOf(countStatement(span, "apr_none"))).toContain("approval_precedent");
    expect(await planOf(countStatement({ ...span, agentName: null }, "apr_none"))).toContain("approval_precedent");
    expect(await planOf(pastStatement(span, "apr_none", 200))).toMatch(/approval_precedent/);
  });
});
