import { countOf, type Field, firstOf, isNoCount } from "./dialects/aliases";
import type { Attributes, Mark } from "./otlp/model";
import type { Dialect, StepKind, Usage, UsageBasis } from "./step";

const NOTHING = { input: null, cacheRead: null, cacheWrite: null, cacheWrite1h: null, output: null, reasoning: null } as const;

/** Anthropic tells, through the AI SDK and in events of Claude Code, which cached tokens are kept for an hour. */
function longCacheWrites(attributes: Attributes): number | null {
  const told = countOf(attributes, "cacheWrite1h");
  if (told !== null) return told;
  const metadata = attributes["ai.response.providerMetadata"];
  if (typeof metadata !== "string") return null;
  const found = /"ephemeral_1h_input_tokens":(\d{1,9})/.exec(metadata)?.[1];
  return found === undefined ? null : Number(found);
}

function basisOf(dialect: Dialect, input: number, cached: number): UsageBasis {
  if (dialect === "claude_code") return "exclusive";
  // More tokens from the cache than there were in all: then the cached ones were not counted in.
  return cached > input ? "exclusive_inferred" : "inclusive";
}

/** Whether the application answered from a cache of its own: no provider was asked, and none bills it. */
function isCachedResponse(attributes: Attributes): boolean {
  const hit = firstOf(attributes, "cacheHit");
  return hit === true || hit === "true";
}

const COUNTS = ["input", "output", "cacheRead", "cacheWrite", "cacheWrite1h", "reasoning"] as const satisfies readonly Field[];

/** What is odd about the usage that a step tells: figures that are no counts or no cost, and what was not billed at all. */
export function usageMarks(attributes: Attributes, kind: StepKind): readonly Mark[] {
  const isUnreadable =
    COUNTS.some((field) => isNoCount(attributes, field)) || (firstOf(attributes, "cost") !== undefined && readCost(attributes) === null);
  return [
    ...(isUnreadable ? ["usage_unreadable" as const] : []),
    ...(kind === "llm" && isCachedResponse(attributes) ? ["cached_response" as const] : []),
  ];
}

/** The tokens of one step in one form: input with what came from the cache, output with reasoning. */
export const readUsage = (attributes: Attributes, dialect: Dialect, kind: StepKind): Usage =>
  kind === "llm" && isCachedResponse(attributes)
    ? { ...NOTHING, input: 0, output: 0, basis: "inclusive" }
    : usageTold(attributes, dialect, kind);

function usageTold(attributes: Attributes, dialect: Dialect, kind: StepKind): Usage {
  const input = countOf(attributes, "input");
  const output = countOf(attributes, "output");
  if (input === null && output === null) return { ...NOTHING, basis: kind === "llm" ? "missing" : null };
  const cacheRead = countOf(attributes, "cacheRead");
  const cacheWrite = countOf(attributes, "cacheWrite");
  const reasoning = countOf(attributes, "reasoning");
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const basis = basisOf(dialect, input ?? 0, cached);
  return {
    input: input === null ? null : input + (basis === "inclusive" ? 0 : cached),
    cacheRead,
    cacheWrite,
    cacheWrite1h: longCacheWrites(attributes),
    // Some report reasoning beside the output instead of within it.
    output: output !== null && reasoning !== null && reasoning > output ? output + reasoning : output,
    reasoning,
    basis,
  };
}

/** The sender's own figure in USD as pico-USD, exactly; null if it is none. */
export function readCost(attributes: Attributes): string | null {
  const value = firstOf(attributes, "cost");
  const usd = typeof value === "string" ? Number(value) : value;
  if (typeof usd !== "number" || !Number.isFinite(usd) || usd < 0 || usd > 1e6) return null;
  return BigInt(Math.round(usd * 1e6 * 1e6)).toString();
}
