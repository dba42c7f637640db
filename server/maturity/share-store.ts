import { prisma } from "@/server/platform/db";
import type { Check, Measurement, Reading, Sample, SampleKind } from "./core/measurement";

/** The forms of criteria that repeat: rows of one kind of which each holds or does not. */
export type Rows = {
  readonly kind: SampleKind;
  /**
   * A select of `id`, `label` and `holds`. `$1::timestamptz` is the moment, `$2::timestamptz` when the window began (the moment
   * itself where the check has none).
   */
  readonly rows: string;
};

export type Counted = { readonly hits: number; readonly of: number; readonly samples: readonly Sample[] };

const MOST_SAMPLES = 20;
const DAY_MS = 86_400_000;

const windowStart = (at: Date, windowDays: number | null): Date => new Date(at.getTime() - (windowDays ?? 0) * DAY_MS);

/** Reads figures of a moment and its window. Read-only; PostgreSQL is told both, whether the query names them or not. */
export const readFigures = <R>(at: Date, windowDays: number | null, select: string): Promise<R[]> =>
  prisma().$queryRawUnsafe<R[]>(
    `with asked_for as (select $1::timestamptz as at, $2::timestamptz as since), ${select}`,
    at,
    windowStart(at, windowDays),
  );

/** Counts rows and those that hold, with up to twenty of them: those that do not hold first. */
export async function countRows(at: Date, windowDays: number | null, { kind, rows }: Rows): Promise<Counted> {
  const [row] = await readFigures<{ of: number; hits: number; samples: Omit<Sample, "kind">[] }>(
    at,
    windowDays,
    `counted as materialized (select id, label, coalesce(holds, false) as holds from (${rows}) r)
     select count(*)::int as of, count(*) filter (where holds)::int as hits,
       coalesce((select json_agg(s) from (select id, coalesce(label, id) as label, holds from counted order by holds, id desc
         limit ${MOST_SAMPLES}) s), '[]') as samples
     from counted`,
  );
  return { of: row?.of ?? 0, hits: row?.hits ?? 0, samples: (row?.samples ?? []).map((sample) => ({ kind, ...sample })) };
}

/** The share that holds; null where there is no row. */
export const shareOf = ({ hits, of }: Counted): Reading => ({ value: of === 0 ? null : hits / of, hits, of });

/** How many do not hold; null where there is no row to look at. */
export const failuresOf = ({ hits, of }: Counted): Reading => ({ value: of === 0 ? null : of - hits });

/** Samples of several readings as one list: those that do not hold first. */
export const mixSamples = (...lists: readonly (readonly Sample[])[]): Sample[] => {
  const all = lists.flat();
  return [...all.filter(({ holds }) => !holds), ...all.filter(({ holds }) => holds)].slice(0, MOST_SAMPLES);
};

type Words = {
  readonly criterion: string;
  /** 1 unless the query's meaning has changed. */
  readonly version?: number;
  readonly windowDays: number | null;
  readonly inWords: string;
};

/** One condition of a criterion: the share of rows that hold, or how many do not. */
export type Part = Rows & { readonly as: "share" | "failures" };

/**
 * A check whose conditions are all shares or counts of rows, in their order. The sample is what the first of them looked at; where
 * that is nothing, `whenNone` says what would be something.
 */
export function rowsCheck({
  parts,
  whenNone,
  ...words
}: Words & { readonly parts: readonly [Part, ...Part[]]; readonly whenNone: string }): Check {
  const measure = async (at: Date): Promise<Measurement> => {
    const counted = await Promise.all(parts.map((part) => countRows(at, words.windowDays, part)));
    const n = counted[0]?.of ?? 0;
    return {
      readings: counted.map((one, place) => (parts[place]?.as === "failures" ? failuresOf(one) : shareOf(one))),
      n,
      samples: mixSamples(...counted.map(({ samples }) => samples)),
      missing: n === 0 ? whenNone : null,
    };
  };
  return { version: 1, ...words, measure };
}

/** A check that nothing in Reeve can answer yet: `missing` says which record would. */
export function unrecordedCheck({
  conditions,
  missing,
  ...words
}: Words & { readonly conditions: number; readonly missing: string }): Check {
  const nothing: Measurement = { readings: Array.from({ length: conditions }, () => ({ value: null })), n: 0, samples: [], missing };
  return { version: 1, ...words, measure: async () => nothing };
}
