import { beforeAll, expect, test } from "vitest";
import { mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { pool, prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { dismissAnomaly, listAnomalies } from "./anomalies";
import { findAnomalies } from "./anomaly-finding";

freshDatabase();

const NOW = new Date("2026-11-23T12:20:00Z");
const HOUR_MS = 3_600_000;
const operator = mintPerson({
  id: newId("person"),
  name: "O",
  email: "o@x.example",
  roles: new Set(["operator"] as const),
  groupIds: new Set(),
});

/** An hour of an agent in micro-USD, at a number of hours before the running one. */
async function hour(dimensionId: number, hoursAgo: number, microUsd: number, calls: number): Promise<void> {
  const at = new Date(Math.floor(NOW.getTime() / HOUR_MS) * HOUR_MS - hoursAgo * HOUR_MS);
  await pool().query(
    `insert into cost_hourly select $1::timestamptz, $2, 'priced', $4, $4 * 1000, 0, 0, 0, $4 * 100, 0, $3, 0, 0, 0, 0, 0, 0`,
    [at, dimensionId, String(microUsd * 1_000_000), calls],
  );
}

beforeAll(async () => {
  const { rows } = await pool().query<{ id: number }>(
    `insert into cost_dimension (agent, team, model, provider, task_class, key)
     values ('claims-intake', 'Care', 'gpt-5', 'openai', 'claims', 'a'), ('sales-agent', 'Sales', 'gpt-5', 'openai', null, 'b') returning id`,
  );
  const [claims = 0, sales = 0] = rows.map(({ id }) => id);
  for (let ago = 1; ago < 6 * 168; ago++) {
    const isWork = (12 - ago + 24 * 100) % 24 >= 8 && (12 - ago + 24 * 100) % 24 <= 18;
    if (!isWork) continue;
    await hour(claims, ago, 100_000 + (ago % 7) * 2_000, 10);
    await hour(sales, ago, 80_000, 8);
  }
  await hour(claims, 0, 3_000_000, 300);
  await hour(sales, 0, 90_000, 9);
});

const list = (input = {}) =>
  happeningAt(NOW, async () => {
    const answer = await listAnomalies(operator, input);
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value.items;
  });

test("an hour far from usual is found while it runs, once, with its cause in words, and its owner's desk is told once", async () => {
  const [first, second] = await Promise.all([findAnomalies(NOW), findAnomalies(NOW)]);
  expect(first + second).toBe(1);
  expect(await findAnomalies(NOW)).toBe(0);
  const items = await list();
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ dimension: "agent", key: "claims-intake", costMicroUsd: "3000000", day: "2026-11-23", dismissed: null });
  expect(Number(items[0]?.usualMicroUsd)).toBeLessThan(120_000);
  expect(items[0]?.words).toContain("Most of it is of the model gpt-5, on the task claims.");
  expect(await prisma().notice.count({ where: { kind: "spend.anomaly_found" } })).toBe(1);
});

test("one that goes on grows and is not told again", async () => {
  await pool().query("update cost_hourly set input_pico_usd = input_pico_usd * 2 where hour = '2026-11-23T12:00:00Z'");
  expect(await findAnomalies(new Date(NOW.getTime() + 10 * 60_000))).toBe(0);
  const items = await list();
  expect(items).toHaveLength(1);
  expect(items[0]?.costMicroUsd).toBe("6000000");
});

test("it is put aside once, with the reason on it; who only reads may not", async () => {
  const [one] = await list();
  const viewer = mintPerson({
    id: newId("person"),
    name: "V",
    email: "v@x.example",
    roles: new Set(["viewer"] as const),
    groupIds: new Set(),
  });
  const input = { id: one?.id ?? "", reason: "A backfill that we ran on purpose." };
  expect((await dismissAnomaly(viewer, input)).ok).toBe(false);
  const answers = await Promise.all([dismissAnomaly(operator, input), dismissAnomaly(operator, input)]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await list())[0]?.dismissed?.reason).toBe(input.reason);
});

test("days narrow the list, both of them included", async () => {
  expect(await list({ from: "2026-11-23", to: "2026-11-23" })).toHaveLength(1);
  expect(await list({ from: "2026-11-20", to: "2026-11-22" })).toHaveLength(0);
});
