import { kindWords, type RecordKind } from "@/server/records/schema";
import type { ByAgent, Check, Measurement, Reading, Sample } from "./core/measurement";
import { AGENTS_THEN, byAgentOf, type Part, readFigures, rowsCheck } from "./share-store";

/** Records of a kind that counted at the moment: on record by then, neither corrected nor withdrawn, and not past their last day. */
export const recordsOf = (kind: RecordKind): string => `(select r.* from governance_record r where r.kind = '${kind}'
    and r.happened_at <= $1::timestamptz and r.recorded_at <= $1::timestamptz and (r.ended_at is null or r.ended_at > $1::timestamptz)
    and (r.valid_until is null or r.valid_until >= ($1::timestamptz at time zone 'UTC')::date))`;

/** The same of the window alone. */
export const lately = (kind: RecordKind): string => `(select * from ${recordsOf(kind)} l where l.happened_at > $2::timestamptz)`;

const LIVE = `${AGENTS_THEN} a where a.state_then = 'live'`;
export const IN_PRODUCTION = `${LIVE} and a.environment = 'production'`;

/** Of live agents in production, those of which a record says so. `r` is the record, `a` the agent. */
export const agentsWith = (records: string, holds: string, which = ""): string => `select a.id, a.name as label, exists (
    select 1 from ${records} r where r.agent_id = a.id and ${holds}) as holds from ${IN_PRODUCTION} ${which}`;

/** The same of the newest record alone. */
export const agentsOfNewest = (records: string, holds: string, which = ""): string => `select a.id, a.name as label, coalesce((
    select ${holds} from ${records} r where r.agent_id = a.id order by r.happened_at desc, r.id desc limit 1), false) as holds
  from ${IN_PRODUCTION} ${which}`;

export const NO_AGENT = "No agent is live in production.";

type Words = Pick<Check, "criterion" | "windowDays" | "inWords">;

/** How many records of a kind counted at the moment, however old. */
export async function countRecords(at: Date, kind: RecordKind): Promise<number> {
  const [row] = await readFigures<{ n: number }>(
    at,
    null,
    `known as (select count(*)::int as n from ${recordsOf(kind)} r) select n from known`,
  );
  return row?.n ?? 0;
}

const unknown = (conditions: number, kind: RecordKind): Measurement => ({
  readings: Array.from({ length: conditions }, () => ({ value: null })),
  n: 0,
  samples: [],
  missing: `No record of the kind “${kindWords(kind)}” is there yet: those that people or pipelines add provide it.`,
});

/** What is counted by agent only once records of a kind are there: as long as there is none, nothing is known of anyone. */
export function onceRecorded(kind: RecordKind, { byAgent }: { readonly byAgent?: ByAgent }): { readonly byAgent?: ByAgent } {
  if (byAgent === undefined) return {};
  const count: ByAgent["count"] = async (at, population) =>
    (await countRecords(at, kind)) === 0 ? new Map() : byAgent.count(at, population);
  return { byAgent: { ...byAgent, count } };
}

/** A check by rows that rests on records of a kind: as long as there is none, nothing is known. */
export function recordedCheck({
  kind,
  parts,
  whenNone,
  ...words
}: Words & { readonly kind: RecordKind; readonly parts: readonly [Part, ...Part[]]; readonly whenNone: string }): Check {
  const { measure, byAgent, ...check } = rowsCheck({ ...words, version: 2, parts, whenNone });
  return {
    ...check,
    ...onceRecorded(kind, byAgent === undefined ? {} : { byAgent }),
    measure: async (at) => {
      const [found, known] = await Promise.all([measure(at), countRecords(at, kind)]);
      return known === 0 ? unknown(parts.length, kind) : found;
    },
  };
}

type Figures = { readonly n: number; readonly readings: readonly Reading[]; readonly samples: readonly Sample[] };

/** As a reading in SQL: a share with its counts, or a plain figure. */
export const shareIn = (hits: string, of: string): string =>
  `json_build_object('value', (${hits})::float8 / nullif(${of}, 0), 'hits', ${hits}, 'of', ${of})`;
export const figureIn = (value: string): string => `json_build_object('value', (${value})::float8)`;
/** Rows with `id`, `label` and `holds` as samples of a kind, those that do not hold first. */
export const samplesIn = (kind: Sample["kind"], rows: string): string =>
  `coalesce((select json_agg(json_build_object('kind', '${kind}', 'id', s.id, 'label', coalesce(s.label, s.id), 'holds', coalesce(s.holds, false)))
    from (select * from ${rows} x order by x.holds, x.id desc limit 20) s), '[]')`;

/** A check by one query that ends in a select of `n`, `readings` and `samples`, and that rests on records of a kind. */
export function figuresCheck({
  kind,
  conditions,
  select,
  whenNone,
  agents,
  ...words
}: Words & {
  readonly kind: RecordKind;
  readonly conditions: number;
  readonly select: string;
  readonly whenNone: string;
  /** The conditions that can be told apart by agent, as rows. */
  readonly agents?: Parameters<typeof byAgentOf>[1];
}): Check {
  return {
    ...words,
    version: 2,
    ...(agents === undefined ? {} : onceRecorded(kind, byAgentOf(words.windowDays, agents))),
    measure: async (at) => {
      const [[row], known] = await Promise.all([readFigures<Figures>(at, words.windowDays, select), countRecords(at, kind)]);
      if (row === undefined || known === 0) return unknown(conditions, kind);
      return { ...row, missing: row.n === 0 ? whenNone : null };
    },
  };
}
