import { beforeAll, expect, test } from "vitest";
import { mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { pool } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { forecastMonth, readOutlooks } from "./forecasts";

freshDatabase();

const NOW = new Date("2026-11-23T12:00:00Z");
const viewer = mintPerson({
  id: newId("person"),
  name: "V",
  email: "v@x.example",
  roles: new Set(["viewer"] as const),
  groupIds: new Set(),
});
const DAY_MS = 86_400_000;

/** Calls of an agent on each of some days up to now: dearer on weekdays; money in micro-USD an hour, between 8 and 18. */
async function spend(agent: string, team: string | null, fromDaysAgo: number, microUsd: number): Promise<void> {
  const { rows } = await pool().query<{ id: number }>(
    `insert into cost_dimension (agent, team, model, provider, key) values ($1, $2, 'gpt-5', 'openai', $1) returning id`,
    [agent, team],
  );
  for (let ago = fromDaysAgo; ago >= 0; ago--) {
    const day = new Date(Date.parse("2026-11-23T00:00:00Z") - ago * DAY_MS);
    if (ago === 40) continue; // a day of which nothing is on record
    const factor = [0, 6].includes(day.getUTCDay()) ? 0.25 : 1;
    for (let hour = 8; hour < (ago === 0 ? 12 : 18); hour++) {
      await pool().query(`insert into cost_hourly select $1::timestamptz, $2, 'priced', 5, 1000, 0, 0, 0, 100, 0, $3, 0, 0, 0, 0, 0, 0`, [
        new Date(day.getTime() + hour * 3_600_000),
        rows[0]?.id,
        String(Math.round(microUsd * factor) * 1_000_000),
      ]);
    }
  }
}

beforeAll(async () => {
  await spend("sales-agent", "Sales", 80, 1_000_000);
  await spend("new-agent", null, 4, 100_000);
});

const month = (input = {}) =>
  happeningAt(NOW, async () => {
    const answer = await forecastMonth(viewer, { by: "team", ...input });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value;
  });

test("a month is what it cost so far and the days to come, in parts that add up", async () => {
  const { days, spentMicroUsd, spentSoFarMicroUsd, ahead } = await month();
  expect(days).toHaveLength(30);
  expect(spentMicroUsd).toHaveLength(23);
  if (ahead === null) throw new Error("there is enough to go by");
  expect(ahead.days[0]?.day).toBe("2026-11-23");
  expect(ahead.days.at(-1)?.day).toBe("2026-11-30");
  expect(Number(ahead.totalMicroUsd)).toBe(Number(spentSoFarMicroUsd) + Number(ahead.days.at(-1)?.sumMicroUsd));
  expect(Number(ahead.lowMicroUsd)).toBeLessThanOrEqual(Number(ahead.totalMicroUsd));
  expect(Number(ahead.highMicroUsd)).toBeGreaterThanOrEqual(Number(ahead.totalMicroUsd));
  expect(ahead.basis.backtest?.errorShare).toBeLessThan(0.05);
  // What is left of today is six of ten hours of a Monday.
  expect(Number(ahead.days[0]?.microUsd) / 1e6).toBeCloseTo(6, 0);
  for (const [i, day] of ahead.days.entries()) {
    const parts = ahead.groups.reduce((sum, { perDayMicroUsd }) => sum + Number(perDayMicroUsd[i]), 0);
    expect(Math.abs(parts - Number(day.microUsd))).toBeLessThan(3);
  }
});

test("an agent with four days is not forecast, and it is said how many there are", async () => {
  const { ahead, basisDays } = await month({ agent: "new-agent" });
  expect(ahead).toBeNull();
  expect(basisDays).toBe(4);
});

test("a forecast is narrowed by everything that the page is narrowed by", async () => {
  const total = async (input: object) => (await month(input)).spentSoFarMicroUsd;
  const all = await total({});
  expect(Number(all)).toBeGreaterThan(0);
  expect(await total({ person: "sam@x.example" })).toBe("0");
  expect(await total({ costCentre: "CC-1" })).toBe("0");
  expect(await total({ person: "~none", costCentre: "~none" })).toBe(all);
});

test("several scopes are looked at together, each up to a day of its own", async () => {
  const answer = await happeningAt(NOW, () =>
    readOutlooks(viewer, {
      of: [
        { id: "all", dimension: null, key: null, until: "2026-11-30" },
        { id: "sales", dimension: "team", key: "Sales", until: "2026-11-24" },
        { id: "nobody", dimension: "agent", key: "nobody", until: "2026-11-30" },
      ],
    }),
  );
  const lengths = answer.ok ? answer.value.outlooks.map(({ outlook }) => outlook?.days.length ?? null) : [];
  expect(lengths).toEqual([8, 2, null]);
});
