export const VERDICTS = ["approve", "reject"] as const;
export type Verdict = (typeof VERDICTS)[number];
