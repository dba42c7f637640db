/** What a session counted itself: sums of its metrics, by metric and, where there is one, type. */
export type Told = { readonly metric: string; readonly type: string | null; readonly value: number; readonly lastMs: number };

/** What the steps of its runs add up to. */
export type Counted = {
  readonly runs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reportedMicroUsd: number;
};

/** `agrees`; `behind`, the session may still send; `differs`; `no_steps`, nothing of it came as steps. */
export type Verdict = "agrees" | "behind" | "differs" | "no_steps";

export type SessionCheck = {
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly commits: number;
  readonly pullRequests: number;
  readonly activeSeconds: number;
  /** By its own count; input with what was cached. Null where it told none. */
  readonly toldTokens: number | null;
  readonly toldMicroUsd: number | null;
  readonly countedTokens: number;
  readonly reportedMicroUsd: number;
  readonly verdict: Verdict;
};

/** Metrics are sent every minute: what is younger than two of those may not be whole. */
const SETTLED_MS = 120_000;
/** Sums of numbers that were rounded one by one. */
const ROUNDING = 0.005;

const isAlike = (told: number | null, counted: number): boolean =>
  told === null || Math.abs(told - counted) <= Math.max(1, told * ROUNDING);

function verdictOf(told: Pick<SessionCheck, "toldTokens" | "toldMicroUsd">, counted: Counted | null, isYoung: boolean): Verdict {
  if (counted === null) return isYoung ? "behind" : "no_steps";
  // Without events no step knows what it cost by the sender's own word: then there is nothing to hold against it.
  const isCostAlike = counted.reportedMicroUsd === 0 || isAlike(told.toldMicroUsd, counted.reportedMicroUsd);
  if (isAlike(told.toldTokens, counted.inputTokens + counted.outputTokens) && isCostAlike) return "agrees";
  return isYoung ? "behind" : "differs";
}

/** A session's own count held against what its steps add up to: a check, never added to them. */
export function checkSession(told: readonly Told[], counted: Counted | null, nowMs: number): SessionCheck {
  const named = (metric: string, type?: string) =>
    told.filter((one) => one.metric === `claude_code.${metric}` && (type === undefined || one.type === type));
  const sum = (metric: string, type?: string) => named(metric, type).reduce((total, { value }) => total + value, 0);
  const known = (metric: string, units: number) => (named(metric).length === 0 ? null : Math.round(sum(metric) * units));
  const sums = { toldTokens: known("token.usage", 1), toldMicroUsd: known("cost.usage", 1e6) };
  const lastMs = Math.max(...told.map((one) => one.lastMs));
  return {
    linesAdded: sum("lines_of_code.count", "added"),
    linesRemoved: sum("lines_of_code.count", "removed"),
    commits: sum("commit.count"),
    pullRequests: sum("pull_request.count"),
    activeSeconds: sum("active_time.total"),
    ...sums,
    countedTokens: counted === null ? 0 : counted.inputTokens + counted.outputTokens,
    reportedMicroUsd: counted?.reportedMicroUsd ?? 0,
    verdict: verdictOf(sums, counted, nowMs - lastMs < SETTLED_MS),
  };
}
