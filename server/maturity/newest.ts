import { DIMENSION_IDS } from "./core/rubric";
import type { DimensionWeights, Scored } from "./core/score";
import { dimensionWeights, type Result, scoredOf } from "./core/snapshot";
import { type Figures, figuresOf, readFigures, weightOf } from "./figures";
import { CRITERIA } from "./rubrics";
import type { CriterionRow } from "./schema";
import * as store from "./snapshot-store";

type KeptRow = Omit<Result, "samples"> & { readonly sampleCount: number };

/** The newest snapshot with its criteria, as pages and plans read it. */
export type Known = {
  readonly snapshot: NonNullable<Awaited<ReturnType<typeof store.findNewest>>>;
  /** By the criterion, in the order of the rubric. */
  readonly rows: ReadonlyMap<string, CriterionRow>;
  readonly scored: readonly Scored[];
  readonly weights: DimensionWeights;
};

function rowOf(
  { tookMs: _, basisId: __, queryVersion: ___, criterion: id, held, ...result }: KeptRow,
  figures: Figures,
): CriterionRow | null {
  const criterion = CRITERIA.get(id);
  if (criterion === undefined) return null;
  const { dimension, level, isCore, text, check, remediation } = criterion;
  const words = { text, signal: check.signal, threshold: check.threshold, action: remediation.action };
  const { weight: __weight, ...rated } = figuresOf(figures, criterion);
  return { id, dimension, level, isCore, isAttested: check.type === "attest", ...words, ...rated, ...result, held: held ?? [] };
}

type KeptResults = ReadonlyMap<string, KeptRow>;

/** The results of the snapshot that was read last. A snapshot never changes, so its results are read once by a process. */
let latest: { readonly id: string; readonly kept: KeptResults } | null = null;

async function keptOf(id: string): Promise<KeptResults> {
  if (latest?.id === id) return latest.kept;
  const kept = new Map((await store.listResults(id)).map((result) => [result.criterion, result]));
  latest = { id, kept };
  return kept;
}

/** Null before the first evaluation. */
export async function readNewest(): Promise<Known | null> {
  const [snapshot, figures] = await Promise.all([store.findNewest(), readFigures()]);
  if (snapshot === null) return null;
  const kept = await keptOf(snapshot.id);
  const rows = [...CRITERIA.keys()].flatMap((id) => {
    const result = kept.get(id);
    const row = result === undefined ? null : rowOf(result, figures);
    return row === null ? [] : [[id, row] as const];
  });
  const weights = dimensionWeights(new Map(DIMENSION_IDS.map((id) => [id, weightOf(figures, id)])));
  return { snapshot, rows: new Map(rows), scored: scoredOf(CRITERIA, [...kept.values()]), weights };
}
