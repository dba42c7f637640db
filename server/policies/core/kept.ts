import type { Evaluation, TriedRule } from "./facts";

/**
 * A tried rule as it is kept: `discount-over-20@3 require_approval enforce when`. A policy has hundreds of rules and a
 * call fits few of them, so the trace would be most of what is written for it. One with an error is kept whole.
 */
type KeptRule = string | TriedRule;

const OUTCOME_OF_MATCH = "matched";

const keep = (tried: TriedRule): KeptRule => {
  if (tried.error !== undefined) return tried;
  return `${tried.ruleId}@${tried.version} ${tried.effect} ${tried.mode} ${tried.failed ?? OUTCOME_OF_MATCH}`;
};

function read(kept: KeptRule): TriedRule {
  if (typeof kept !== "string") return kept;
  const [id = "", effect, mode, outcome] = kept.split(" ");
  const at = id.lastIndexOf("@");
  const named = { ruleId: id.slice(0, at), version: Number(id.slice(at + 1)), effect, mode } as Pick<
    TriedRule,
    "ruleId" | "version" | "effect" | "mode"
  >;
  return outcome === OUTCOME_OF_MATCH
    ? { ...named, matched: true }
    : { ...named, matched: false, failed: outcome as TriedRule["failed"] & string };
}

/** An evaluation as it is stored: the same, with its trace as short as it can be kept without loss. */
export type KeptEvaluation = Omit<Evaluation, "tried"> & { readonly tried: readonly KeptRule[] };

export const keepEvaluation = (evaluation: Evaluation): KeptEvaluation => ({ ...evaluation, tried: evaluation.tried.map(keep) });

/** An evaluation from how it was stored; rules that were kept whole are taken as they are. */
export const readEvaluation = (kept: KeptEvaluation): Evaluation => ({ ...kept, tried: kept.tried.map(read) });
