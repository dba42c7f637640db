import type { Dimension, Level, LimitName } from "./core/rubric";
import type { RoundState, State } from "./core/state";
import type { Held } from "./core/verdict";

/** A link, or a file that stays where it is and is named by its SHA-256. */
export type Evidence = { readonly link: string } | { readonly fileName: string; readonly digest: string };

export type Named = { readonly id: string; readonly name: string };

/** What the one who asks may do, here and now. */
export type Rights = {
  readonly assess: boolean;
  readonly waive: boolean;
  readonly exclude: boolean;
  readonly aim: boolean;
  readonly plan: boolean;
  readonly evaluate: boolean;
};

/** One criterion as the newest snapshot has it; enough for `core/score.ts` and `core/path.ts` in the browser (what if). */
export type CriterionRow = {
  readonly id: string;
  readonly dimension: Dimension;
  readonly level: 2 | 3 | 4 | 5;
  readonly isCore: boolean;
  readonly isAttested: boolean;
  readonly text: string;
  readonly signal: string;
  readonly threshold: string;
  readonly action: string;
  readonly state: State;
  readonly weight: number;
  readonly risk: number;
  readonly impact: number;
  readonly effort: number;
  readonly held: readonly Held[];
  readonly n: number | null;
  readonly minSample: number | null;
  readonly windowDays: number | null;
  readonly lack: number | null;
  readonly missing: string | null;
  readonly validUntil: string | null;
  readonly sampleCount: number;
};

export type Target = {
  readonly subject: Dimension | "ALL";
  /** Empty is the organisation. */
  readonly scope: string;
  readonly level: Level;
  readonly dueOn: string | null;
};

export type LevelRow = {
  readonly level: 2 | 3 | 4 | 5;
  readonly metWeight: number;
  readonly allWeight: number;
  readonly coresMet: number;
  readonly cores: number;
  readonly notApplicable: number;
  readonly isReached: boolean;
};

export type DimensionRow = {
  readonly id: Dimension;
  readonly name: string;
  /** One of those that bound the overall level. */
  readonly isCore: boolean;
  readonly level: Level;
  readonly score: number;
  readonly weight: number;
  readonly levels: readonly LevelRow[];
  /** The highest level that the organisation aims at. */
  readonly target: Target | null;
};

export type PathStep = {
  readonly id: string;
  readonly dimension: Dimension;
  readonly level: Level;
  readonly isCore: boolean;
  readonly effort: number;
};

/** A snapshot in brief. */
export type SnapshotRow = {
  readonly id: string;
  readonly at: string;
  readonly day: string;
  readonly rubricVersion: string;
  /** Nothing was measured that day: the demo made it up. */
  readonly isInvented: boolean;
  readonly level: Level;
  readonly score: number;
  readonly dimensions: readonly { readonly id: Dimension; readonly level: Level; readonly score: number }[];
};

export type Standing = SnapshotRow & {
  readonly digest: string;
  /** When its figures were measured: before `at` where it only brings in what people said since. */
  readonly measuredAt: string;
  readonly tookMs: number;
  readonly states: Readonly<Record<State, number>>;
  readonly rows: readonly DimensionRow[];
  readonly criteria: readonly CriterionRow[];
  /** The criteria that lift the overall level with the least effort, in the order in which they lift; `to` is null at the top. */
  readonly path: { readonly to: Level | null; readonly steps: readonly PathStep[] };
};

export type Scorecard = {
  readonly organisation: string;
  readonly timeZone: string;
  readonly rubricVersion: string;
  /** Null until the first evaluation. */
  readonly standing: Standing | null;
  readonly targets: readonly Target[];
  readonly limits: Readonly<Record<LimitName, number>>;
  readonly can: Rights;
};

/** What moved the score from one day to the next. */
export type MoveRow = {
  readonly from: string;
  readonly to: string;
  readonly byWorld: number;
  readonly byDefinition: number;
  readonly levels: readonly { readonly id: Dimension | "ALL"; readonly from: Level; readonly to: Level }[];
  readonly criteria: readonly {
    readonly id: string;
    readonly from: State | null;
    readonly to: State | null;
    readonly by: "world" | "definition";
  }[];
};

export type History = {
  /** The last one of each day, oldest first. */
  readonly snapshots: readonly SnapshotRow[];
  /** Where a score or a level changed, newest first. */
  readonly moves: readonly MoveRow[];
};

/** A snapshot held against what it holds, and against its entry in the record. */
export type Verified = {
  /** It is what was taken, and the record says so. */
  readonly isIntact: boolean;
  /** Its entry has the same digest. */
  readonly isOnRecord: boolean;
  readonly digest: string;
  readonly entryId: string | null;
  /** Whether the one who asks may open the entry. */
  readonly canOpen: boolean;
};

export type AssessmentRow = {
  readonly by: Named;
  readonly at: string;
  /** This and all below is null while it is hidden from the one who asks: until both are in, only its author sees it. */
  readonly evidence: Evidence | null;
  readonly verdict: number | null;
  readonly rationale: string | null;
  readonly validUntil: string | null;
};

export type RoundRow = {
  readonly id: string;
  /** A criterion or a dimension. */
  readonly subject: string;
  readonly state: RoundState;
  readonly openedAt: string;
  readonly completedAt: string | null;
  /** What counts: null until both are in, then the lower one until a difference is resolved. */
  readonly verdict: number | null;
  readonly validUntil: string | null;
  readonly assessments: readonly AssessmentRow[];
  readonly resolution: { readonly verdict: number; readonly reason: string; readonly by: Named; readonly at: string } | null;
  readonly can: { readonly assess: boolean; readonly resolve: boolean };
};

export type WaiverRow = {
  readonly id: string;
  readonly criterion: string;
  readonly owner: Named;
  readonly reason: string;
  readonly until: string;
  readonly by: Named;
  readonly at: string;
  readonly revoked: { readonly by: Named; readonly at: string } | null;
  readonly isStanding: boolean;
  /** The criterion is rated riskier now than when the risk was accepted. */
  readonly isStale: boolean;
  readonly can: { readonly revoke: boolean };
};

export type ExclusionRow = {
  readonly id: string;
  readonly criterion: string;
  readonly reason: string;
  readonly proposed: { readonly by: Named; readonly at: string };
  readonly confirmed: { readonly by: Named; readonly at: string } | null;
  readonly ended: { readonly by: Named; readonly at: string } | null;
  readonly can: { readonly confirm: boolean; readonly end: boolean };
};

export type SampleRow = { readonly kind: string; readonly id: string; readonly label: string; readonly holds: boolean };

export type CriterionDetail = {
  readonly criterion: CriterionRow;
  readonly at: string;
  readonly snapshotId: string;
  readonly rubricVersion: string;
  /** Null where the criterion is attested. */
  readonly query: { readonly version: number; readonly inWords: string; readonly tookMs: number | null } | null;
  readonly samples: readonly SampleRow[];
  readonly maps: readonly { readonly framework: string; readonly ref: string; readonly isUnverified: boolean }[];
  /** The rubric's own figures, beside which the row has those in force. */
  readonly defaults: { readonly weight: number; readonly risk: number; readonly impact: number; readonly effort: number };
  /** How long an attestation of it may hold. */
  readonly validDays: number | null;
  /** Where its state or its figures changed, oldest first. */
  readonly history: readonly { readonly at: string; readonly state: State; readonly value: number | null }[];
  readonly rounds: readonly RoundRow[];
  readonly waivers: readonly WaiverRow[];
  readonly exclusions: readonly ExclusionRow[];
  readonly item: ItemRow | null;
  readonly can: Rights;
};

export type GapRow = {
  readonly rank: number;
  readonly criterion: CriterionRow;
  readonly priority: number;
  readonly gapWeight: number;
  readonly confidence: number;
  /** Open core criteria of lower levels that come first; empty: it can be begun. */
  readonly waitsFor: readonly string[];
  /** Its place on the shortest path, from 1. */
  readonly step: number | null;
  readonly isPlanned: boolean;
};

export type Gaps = { readonly at: string | null; readonly rows: readonly GapRow[]; readonly can: Rights };

export type ItemRow = {
  readonly id: string;
  readonly criterion: string;
  readonly text: string;
  readonly quarter: string;
  readonly owner: Named;
  readonly dueOn: string;
  /** What it was reckoned to add to the overall score when it was added. */
  readonly expectedGain: number;
  /** What the checks say of it now; null before the first evaluation. */
  readonly state: State | null;
  readonly outcome: "done" | "dropped" | null;
  readonly closedAt: string | null;
  readonly isLate: boolean;
  readonly revision: number;
};

export type Roadmap = {
  /** By quarter and place; those that are closed too. */
  readonly items: readonly ItemRow[];
  /** Where the organisation would stand once every open item is met. */
  readonly whenDone: { readonly level: Level; readonly score: number } | null;
  readonly today: string;
  readonly can: Rights;
};

/** What waits for people: open assessments, differences, exclusions to confirm, and waivers. */
export type Reviews = {
  readonly rounds: readonly RoundRow[];
  readonly waivers: readonly WaiverRow[];
  readonly exclusions: readonly ExclusionRow[];
  readonly can: Rights;
};
