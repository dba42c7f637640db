import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { expireAllowances } from "@/server/actions/lifecycle";
import { createBudget } from "@/server/budgets/edits";
import { settleBudgets } from "@/server/budgets/settling";
import { prisma } from "@/server/platform/db";
import { giveUp } from "./jobs";
import { expectOk, gateWorld, key, mei } from "./testing";

gateWorld();

const MINUTES = 60_000;
const children: ChildProcess[] = [];

/** A process whose death takes nobody along: the calls of an agent, or the worker that settles budgets. */
async function begin(role: "agent" | "worker"): Promise<ChildProcess> {
  const program = join(import.meta.dirname, "testing", "budgeted-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, role, "sales-agent", key.id], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await kill(child);
});

type Totals = { counted: string; reserved: string; reservations: string; orphans: number };
/** What counters hold beside what is written down for it, and reservations of actions that are not there. */
async function totals(): Promise<Totals> {
  const [row] = await prisma().$queryRaw<Totals[]>`
    select (select coalesce(sum(spent), 0) from budget_counter)::text as counted, (select coalesce(sum(reserved), 0) from budget_counter)::text as reserved,
      (select coalesce(sum(amount), 0) from budget_reservation)::text as reservations,
      (select count(*) from budget_reservation r where not exists (select 1 from action a where a.id = r.action_id))::int as orphans`;
  if (row === undefined) throw new Error("no totals");
  return row;
}

const scopes = [
  { kind: "organisation", id: null },
  { kind: "agent", id: "sales-agent" },
] as const;

test("whoever dies between reserving and settling leaves nothing held for ever, and nothing counted twice", async () => {
  const threshold = { percent: 100, act: "cut_off", groupIds: [], perMinute: null } as const;
  for (const scope of scopes) {
    const terms = { measure: "money", limit: "900000000000", window: { kind: "calendar", unit: "month" } } as const;
    expectOk(await createBudget(mei, { ...terms, scope, thresholds: [threshold], reason: "For the test." }));
  }
  const dimension = await prisma().costDimension.create({ data: { agent: "sales-agent", model: "m", key: "sales" } });
  const reserved = async () => Number((await prisma().budgetReservation.count()) / scopes.length);

  let came = 0n;
  const cost = async () => {
    came += 7n;
    await prisma()
      .$executeRaw`insert into cost_flow (hour, dimension_id, tokens, pico_usd) values (date_trunc('hour', now()), ${dimension.id}, 1, 7)`;
  };
  for (let round = 0; round < 2; round++) {
    const before = await reserved();
    const [agent, worker] = await Promise.all([begin("agent"), begin("worker")]);
    for (let n = 0; n < 40; n++) await cost();
    await expect.poll(reserved, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before + 10);
    await Promise.all([kill(agent), kill(worker)]);
    const after = await totals();
    expect([after.reserved, after.orphans]).toEqual([after.reservations, 0]);
  }
  await settleBudgets(new Date());
  const settled = await totals();
  expect(settled.counted).toBe((came * BigInt(scopes.length)).toString());
  expect(Number(settled.reserved)).toBeGreaterThan(0);

  // Nobody comes back: permissions end, leases lapse, and with them what they held.
  const later = new Date(Date.now() + 3 * 24 * 60 * MINUTES);
  while ((await expireAllowances(later)) > 0);
  while ((await giveUp(later)) > 0);
  const over = new Date(Date.now() + 30 * MINUTES);
  await prisma().action.updateMany({ data: { updatedAt: new Date(0) } });
  await settleBudgets(over);
  expect(await totals()).toEqual({ counted: settled.counted, reserved: "0", reservations: "0", orphans: 0 });
}, 180_000);
