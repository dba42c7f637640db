/** What a budget is of: everything, or what falls under one name. `run` holds for each run on its own, of one agent or of all. */
export const SCOPES = ["organisation", "team", "agent", "task_class", "run"] as const;
export type ScopeKind = (typeof SCOPES)[number];

/** What is counted, and in which unit amounts of it are written: micro-USD, tokens, calls of the gate, seconds, the very same call. */
export const MEASURES = ["money", "tokens", "steps", "wall_time", "repeats"] as const;
export type Measure = (typeof MEASURES)[number];

/** What is counted of a run alone. */
export const RUN_MEASURES: readonly Measure[] = ["wall_time", "repeats"];

/** What happens from a threshold on, the mildest first. */
export const ACTS = ["notify", "require_approval", "throttle", "cut_off"] as const;
export type Act = (typeof ACTS)[number];

export type Window =
  /** Follows the calendar of the organisation's zone. */
  | { readonly kind: "calendar"; readonly unit: "day" | "week" | "month" }
  /** The last so many hours, the running one included: it moves on by the hour. */
  | { readonly kind: "rolling"; readonly hours: number }
  /** From a run's first call to its last. */
  | { readonly kind: "run" };

export type Threshold = {
  /** Of the limit, 1 to 200. */
  readonly percent: number;
  readonly act: Act;
  /** Who is asked or told, besides the agent's owner and the operators. Asking needs one. */
  readonly groupIds: readonly string[];
  /** Calls a minute that still pass, where calls are slowed. */
  readonly perMinute: number | null;
};

/** How a window of a budget stands: the strictest threshold that was reached. */
export const STANDINGS = ["within", "notified", "asks", "throttled", "cut_off"] as const;
export type Standing = (typeof STANDINGS)[number];
