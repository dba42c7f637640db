/** By which rule, where and how often, as it is kept beside a commitment. */
export type TakenNote = readonly [ruleId: string, place: string, times: number];

/** What was taken out of one step or event, as it is stored beside its payload. */
export type Commitments = {
  readonly rulesVersion: number;
  /** Notes as JSON, one for each distinct value. */
  readonly taken: string;
  /** Originals that may be revealed, encrypted, as JSON in the same order; null when there are none. */
  readonly sealed: string | null;
  /** In hex, 32 bytes each in the same order, as the commitments. */
  readonly salts: string;
  readonly commitments: string;
  /** How many more there were than have a commitment. */
  readonly beyond: number;
};
