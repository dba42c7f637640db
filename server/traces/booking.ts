import { agentPlaces } from "@/server/fleet/places";
import { type PriceTable, priceTable } from "@/server/pricing/table";
import { type Bookable, type Booked, bookCalls, personOf } from "./core/book-calls";
import type { Counted } from "./core/cost";
import type { StepRow } from "./core/row";
import { dimensionIds } from "./cost-store";

/** What the steps of one trace are counted with, in their order; null where a step is not counted. */
export async function countedOf(
  booked: readonly Booked[],
  steps: readonly { readonly startedUs: number; readonly reportedPicoUsd: bigint }[],
  { version }: PriceTable,
): Promise<(Counted | null)[]> {
  const ids = await dimensionIds(booked.flatMap(({ dimension }) => dimension ?? []));
  return booked.map(({ priced, dimension }, i) => {
    const step = steps[i];
    if (priced === null || dimension === null || step === undefined) return null;
    const { bucket, tokens, costs, costPicoUsd } = priced;
    const { startedUs, reportedPicoUsd } = step;
    const startedMs = Math.floor(startedUs / 1_000);
    return { bucket, dimensionId: ids(dimension), priceVersion: version, tokens, costs, costPicoUsd, reportedPicoUsd, startedMs };
  });
}

const toBookable = (row: StepRow): Bookable => ({
  spanId: row.spanId,
  parentId: row.parentId,
  kind: row.kind,
  status: row.status,
  sdk: row.sdk,
  agent: row.agent,
  team: row.team,
  taskClass: row.taskClass,
  environment: row.environment,
  provider: row.provider,
  model: row.model,
  serviceTier: row.serviceTier,
  person: personOf(row.initiatorType, row.initiatorId),
  responseId: row.responseId,
  inputTokens: row.usage.input,
  outputTokens: row.usage.output,
  cacheRead: row.usage.cacheRead,
  cacheWrite: row.usage.cacheWrite,
  cacheWrite1h: row.usage.cacheWrite1h,
  reasoning: row.usage.reasoning,
  startedUs: row.startUs,
  endedUs: row.endUs,
});

const callsAModel = ({ kind, usage }: StepRow): boolean => kind === "llm" || usage.input !== null || usage.output !== null;

/**
 * Counts the calls of models among steps that came together, by the price table in force. What is still to come is not
 * known: a trace is looked at as a whole once it is quiet.
 */
export async function bookRows(rows: readonly StepRow[]): Promise<readonly StepRow[]> {
  if (!rows.some(callsAModel)) return rows;
  const [table, places] = await Promise.all([priceTable(), agentPlaces()]);
  const around = { agent: null, team: null, taskClass: null, person: null, placeOf: (agent: string) => places.get(agent) };
  const counted = new Map<StepRow, Counted>();
  for (const own of Map.groupBy(rows, ({ traceId }) => traceId).values()) {
    if (!own.some(callsAModel)) continue;
    const booked = bookCalls(own.map(toBookable), around, table.price, false);
    const told = own.map(({ startUs }) => ({ startedUs: startUs, reportedPicoUsd: 0n }));
    (await countedOf(booked, told, table)).forEach((one, i) => {
      const row = own[i];
      if (one !== null && row !== undefined) counted.set(row, one);
    });
  }
  return rows.map((row) => {
    const cost = counted.get(row);
    return cost === undefined ? row : { ...row, cost };
  });
}

/** What rows that were stored are counted with, with what their senders say by now. */
export const countedRows = (rows: readonly StepRow[]): Counted[] =>
  rows.flatMap(({ cost, reportedCostPicoUsd }) => (cost === null ? [] : [{ ...cost, reportedPicoUsd: BigInt(reportedCostPicoUsd ?? 0) }]));
