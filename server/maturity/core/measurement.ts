/** One figure that a check found, in the order and the unit of its criterion's conditions (shares from 0 to 1). */
export interface Reading {
  /** Null: there was nothing to measure. */
  readonly value: number | null;
  /** Of a share: the rows that hold, and all that were looked at. */
  readonly hits?: number;
  readonly of?: number;
}

/** One row behind a figure, as the page of the criterion links to it. */
export interface Sample {
  readonly kind: SampleKind;
  readonly id: string;
  /** What people call it; hostile text. */
  readonly label: string;
  readonly holds: boolean;
}

export type SampleKind =
  | "agent"
  | "tool"
  | "action"
  | "approval"
  | "trace"
  | "step"
  | "policy"
  | "rule"
  | "person"
  | "group"
  | "grant"
  | "key"
  | "budget"
  | "statement"
  | "checkpoint"
  | "stream"
  | "model"
  | "team"
  | "record";

/** What a check found at one moment. */
export interface Measurement {
  /** One for each condition of the criterion, in its order. */
  readonly readings: readonly Reading[];
  /** The sample that the criterion's smallest number is held against. */
  readonly n: number;
  /** At most twenty, those that do not hold first. */
  readonly samples: readonly Sample[];
  /** Where Reeve has no data of the kind yet: what would provide it, in words. */
  readonly missing: string | null;
}

/** Of one agent: the rows that hold, and all that were looked at. */
export type Tally = { readonly hits: number; readonly of: number };

/** `actual`: agents as they were. `as_if_live`: each that may still be used, as if it were live in production, for who decides on that. */
export type Population = "actual" | "as_if_live";

/** The same query once more, told apart by the agents that its rows are of. */
export interface ByAgent {
  /** How each condition of the criterion reads its rows; null: of the whole organisation alone. */
  readonly as: readonly ("share" | "failures" | null)[];
  /** The rows are the agents themselves, not what they did. */
  readonly isOfAgents: boolean;
  /** By the agent's id, its rows of each condition. Agents without a row are not in it. */
  readonly count: (at: Date, population: Population) => Promise<ReadonlyMap<string, readonly (Tally | null)[]>>;
}

/** One computed criterion: one query in one place. */
export interface Check {
  readonly criterion: string;
  /** Raised whenever the query's meaning changes: a moved score is then told from a moved world. */
  readonly version: number;
  /** Days that the query looks back over; null: it looks at what stands now. */
  readonly windowDays: number | null;
  /** The query in words, for the page: what is counted, over what, what is left out. */
  readonly inWords: string;
  /** Reads through `queryForCheck` (query-store.ts), which ends a query that takes over two seconds. */
  readonly measure: (at: Date) => Promise<Measurement>;
  /** Where its rows are of agents; else it is of the organisation as a whole. */
  readonly byAgent?: ByAgent;
}
