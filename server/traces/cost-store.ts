import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { invariant } from "@/server/kernel/result";
import { prisma } from "@/server/platform/db";
import type { PgTx, Tx } from "@/server/platform/tx";
import type { Delta, Dimension } from "./core/cost";

// What was listed before people were told apart keeps its key.
const keyOf = ({ agent, team, taskClass, model, provider, environment, person }: Dimension): string =>
  JSON.stringify([agent, team, taskClass, model, provider, environment, ...(person === null ? [] : [person])]);

/** Hostile names must not make the table grow without end: beyond this many, what is new is "other". */
const MOST_DIMENSIONS = 50_000;
const OTHER = "other";

async function listDimension(dimension: Dimension): Promise<number> {
  const [known] = await prisma().$queryRaw<{ id: number }[]>`select id from cost_dimension where key = ${keyOf(dimension)}`;
  if (known !== undefined) return known.id;
  const isMany = dimension.model !== OTHER && (await prisma().costDimension.count()) >= MOST_DIMENSIONS;
  if (isMany)
    return listDimension({
      agent: OTHER,
      team: dimension.team,
      taskClass: OTHER,
      model: OTHER,
      provider: null,
      environment: null,
      person: null,
    });
  const { agent, team, taskClass, model, provider, environment, person } = dimension;
  const [row] = await prisma().$queryRaw<{ id: number }[]>`
    with added as (insert into cost_dimension (agent, team, task_class, model, provider, environment, person, key)
      values (${agent}, ${team}, ${taskClass}, ${model}, ${provider}, ${environment}, ${person}, ${keyOf(dimension)}) on conflict (key) do nothing returning id)
    select id from added union all select id from cost_dimension where key = ${keyOf(dimension)} limit 1`;
  return row?.id ?? listDimension(dimension); // another process listed it this moment
}

// Next.js loads modules once a bundle; the process must still remember once. Dimensions are never removed.
const shared = globalThis as typeof globalThis & { reeveDimensions?: Map<string, Promise<number>> };

/** The number of a dimension, listed now if it is new. */
export function dimensionId(dimension: Dimension): Promise<number> {
  shared.reeveDimensions ??= new Map();
  const known = shared.reeveDimensions;
  const key = keyOf(dimension);
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size > 20_000) known.clear();
  const asked = listDimension(dimension);
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

/** The numbers of many dimensions, each of which is asked for once. */
export async function dimensionIds(dimensions: readonly Dimension[]): Promise<(dimension: Dimension) => number> {
  const keys = dimensions.map(keyOf);
  const distinct = new Map(dimensions.map((dimension, i) => [keys[i] ?? "", dimension]));
  const ids = new Map(await Promise.all([...distinct].map(async ([key, one]) => [key, await dimensionId(one)] as const)));
  const found = new Map(dimensions.map((dimension, i) => [dimension, ids.get(keys[i] ?? "")]));
  return (dimension) => {
    const id = found.get(dimension);
    invariant(id !== undefined, "a dimension was not asked for");
    return id;
  };
}

const COLUMN: Record<TokenClass, string> = {
  input: "input",
  cacheRead: "cache_read",
  cacheWrite5m: "cache_write_5m",
  cacheWrite1h: "cache_write_1h",
  output: "output",
  reasoning: "reasoning",
};
type Column = readonly [name: string, type: string, value: (delta: Delta) => string | number];
const DELTA: readonly Column[] = [
  ["hour", "timestamptz", ({ hourMs }) => new Date(hourMs).toISOString()],
  ["dimension_id", "int", ({ dimensionId: id }) => id],
  ["bucket", "text", ({ bucket }) => bucket],
  ["calls", "int", ({ calls }) => calls],
  ...TOKEN_CLASSES.map((of): Column => [`${COLUMN[of]}_tokens`, "int8", ({ tokens }) => tokens[of].toString()]),
  ...TOKEN_CLASSES.map((of): Column => [`${COLUMN[of]}_pico_usd`, "numeric", ({ costs }) => costs[of].toString()]),
  ["reported_pico_usd", "numeric", ({ reportedPicoUsd }) => reportedPicoUsd.toString()],
];
const sumOf = (unit: "tokens" | "pico_usd") => TOKEN_CLASSES.map((of) => `${COLUMN[of]}_${unit}`).join(" + ");
// Beside the deltas what they come to, for the counters of budgets: the gate looks at it before anybody has summed it up.
const INSERT_DELTAS = `with added as (insert into cost_delta (cause, version, ${DELTA.map(([name]) => name).join(", ")})
    select $1, $2::int, * from unnest(${DELTA.map(([, type], i) => `$${i + 3}::${type}[]`).join(", ")})
    returning hour, dimension_id, ${sumOf("tokens")} as tokens, ${sumOf("pico_usd")} as pico_usd)
  insert into cost_flow (hour, dimension_id, tokens, pico_usd)
  select hour, dimension_id, sum(tokens), sum(pico_usd) from added group by 1, 2 having sum(tokens) <> 0 or sum(pico_usd) <> 0`;

/** Why the counted cost changes: steps came, a trace was looked at as a whole, prices changed. */
export type Cause = "ingest" | "settled" | "attributed" | "repriced";

/** Writes down what comes to the counted cost, for a worker to fold. */
export const insertDeltas = (tx: Tx, deltas: readonly Delta[], cause: Cause, version: number | null = null): Promise<number> =>
  deltas.length === 0 ? Promise.resolve(0) : tx.execute(INSERT_DELTAS, cause, version, ...DELTA.map(([, , value]) => deltas.map(value)));

export type Changed = {
  readonly traceId: string;
  readonly spanId: string;
  readonly startedAt: string;
  readonly bucket: string | null;
  readonly costPicoUsd: string | null;
  readonly priceVersion: number | null;
  readonly dimensionId: number | null;
};

/** From the first to the last of some moments as PostgreSQL wrote them: it then looks into the partitions of those days alone. */
function boundsOf(moments: readonly string[]): readonly [first: string | null, last: string | null] {
  let [first, last] = [moments[0] ?? null, moments[0] ?? null];
  for (const moment of moments) {
    if (first === null || Date.parse(moment) < Date.parse(first)) first = moment;
    if (last === null || Date.parse(moment) > Date.parse(last)) last = moment;
  }
  return [first, last];
}

/** Has steps counted otherwise. */
export const updateCosts = (tx: PgTx, steps: readonly Changed[]): Promise<number> =>
  tx.execute(
    `update step s set cost_bucket = n.bucket, cost_pico_usd = n.cost, price_version = n.version, cost_dimension_id = n.dimension
     from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::numeric[], $6::int[], $7::int[])
       as n (trace_id, span_id, started_at, bucket, cost, version, dimension)
     where s.trace_id = n.trace_id and s.span_id = n.span_id and s.started_at = n.started_at
       and s.started_at >= $8::timestamptz - interval '1 second' and s.started_at <= $9::timestamptz + interval '1 second'`,
    steps.map(({ traceId }) => traceId),
    steps.map(({ spanId }) => spanId),
    steps.map(({ startedAt }) => startedAt),
    steps.map(({ bucket }) => bucket),
    steps.map(({ costPicoUsd }) => costPicoUsd),
    steps.map(({ priceVersion }) => priceVersion),
    steps.map(({ dimensionId: id }) => id),
    ...boundsOf(steps.map(({ startedAt }) => startedAt)),
  );
