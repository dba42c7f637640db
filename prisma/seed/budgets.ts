import { createBudget } from "@/server/budgets/edits";
import { recordPastCutOff } from "@/server/budgets/replaying";
import type { CreateBudgetInput } from "@/server/budgets/schema";
import { settleBudgets } from "@/server/budgets/settling";
import { listGroups } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { expectOk } from "./expect";

const DAY_MS = 86_400_000;
const MICRO = 1_000_000n;
const PICO_PER_USD = 1_000_000_000_000n;
/** So that the demo's budgets are near, and nothing of the demo is stopped by them. */
const ROOM_PERCENT = 115n;

type Spent = { readonly agent: string | null; readonly team: string | null; readonly month: string; readonly recent: string };

/** What the month so far and the last thirty days cost, in whole US dollars. */
async function spentBy(now: Date): Promise<Spent[]> {
  const cost =
    "input_pico_usd + cache_read_pico_usd + cache_write_5m_pico_usd + cache_write_1h_pico_usd + output_pico_usd + reasoning_pico_usd";
  return prisma().$queryRawUnsafe<Spent[]>(
    `select d.agent, d.team, coalesce(sum(cost) filter (where hour >= date_trunc('month', $1::timestamptz)), 0)::text as month, sum(cost)::text as recent
     from (select hour, dimension_id, ${cost} as cost from cost_hourly union all select hour, dimension_id, ${cost} from cost_delta) h
     join cost_dimension d on d.id = h.dimension_id where hour >= date_trunc('month', $1::timestamptz) or hour >= $1::timestamptz - interval '30 days' group by 1, 2`,
    now,
  );
}

/** Two figures that people would choose, and never fewer dollars than one. */
function round(picoUsd: bigint): bigint {
  const dollars = picoUsd / PICO_PER_USD + 1n;
  const unit = 10n ** BigInt(Math.max(0, dollars.toString().length - 2));
  return ((dollars + unit - 1n) / unit) * unit;
}

/** The budgets of the organisation and its teams, and of one agent that a day cut off last week. */
export async function seedBudgets(operator: PersonActor, now: Date): Promise<void> {
  const [spent, groups, teams] = await Promise.all([spentBy(now), listGroups(), prisma().team.findMany()]);
  const finance = groups.filter(({ name }) => name === "Finance").map(({ id }) => id);
  const sum = (rows: readonly Spent[], of: "month" | "recent") => rows.reduce((all, row) => all + BigInt(row[of]), 0n);
  const limitOf = (rows: readonly Spent[], percent: bigint): string => {
    const [wanted, least] = [(sum(rows, "recent") * percent) / 100n, (sum(rows, "month") * ROOM_PERCENT) / 100n];
    return (round(wanted > least ? wanted : least) * MICRO).toString();
  };
  const tell = { percent: 90, act: "notify", groupIds: finance, perMinute: null } as const;
  const asks = { percent: 100, act: "require_approval", groupIds: finance, perMinute: null } as const;
  const cut = (percent: number) => ({ percent, act: "cut_off", groupIds: [], perMinute: null }) as const;
  const month = { kind: "calendar", unit: "month" } as const;
  const ofTeam = (name: string, percent: bigint, thresholds: CreateBudgetInput["thresholds"]): CreateBudgetInput[] => {
    const team = teams.find((one) => one.name === name);
    const rows = spent.filter((row) => row.team === name);
    const scope = { kind: "team" as const, id: team?.id ?? null };
    return team === undefined
      ? []
      : [{ scope, measure: "money", limit: limitOf(rows, percent), window: month, thresholds, reason: "The plan of the year." }];
  };
  const ofAgent = spent.filter(({ agent }) => agent === "data-export-agent");
  const daily = round((sum(ofAgent, "recent") / 30n) * 20n) * MICRO;
  const budgets: CreateBudgetInput[] = [
    {
      scope: { kind: "organisation", id: null },
      ...{
        measure: "money",
        limit: limitOf(spent, 96n),
        window: month,
        thresholds: [tell, asks, cut(110)],
        reason: "The plan of the year.",
      },
    },
    ...ofTeam("Customer Care", 92n, [tell, asks]),
    ...ofTeam("Sales", 122n, [tell, cut(100)]),
    ...ofTeam("Procurement", 112n, [tell, cut(100)]),
    ...ofTeam("Platform", 108n, [tell, cut(100)]),
    {
      scope: { kind: "agent", id: "data-export-agent" },
      measure: "money",
      limit: daily.toString(),
      window: { kind: "calendar", unit: "day" },
      thresholds: [cut(100)],
      reason: "An export that fails is tried again and again.",
    },
  ];
  const since = new Date(now.getTime() - 30 * DAY_MS);
  const ids: string[] = [];
  for (const budget of budgets) ids.push(expectOk(await happeningAt(since, () => createBudget(operator, budget)), "a budget").id);
  await settleBudgets(now);
  const at = new Date(now.getTime() - 9 * DAY_MS);
  at.setUTCHours(3, 12, 0, 0);
  await recordPastCutOff(operator, {
    budgetId: ids.at(-1) ?? "",
    agent: "data-export-agent",
    refused: 61,
    restoredAfterMs: 353 * 60_000,
    at,
  });
}
