import { z } from "zod";
import type { GateAgent } from "@/server/fleet/schema";
import { isId } from "@/server/kernel/ids";
import type { Cell, Scoped } from "./core/fleet";
import { DIMENSION_IDS, type Dimension, type Level } from "./core/rubric";
import type { Rights, Target } from "./schema";

/** A team, agents of no team, or a risk tier. */
export const GroupScope = z.union([
  z.literal("team:none"),
  z.enum(["tier:low", "tier:medium", "tier:high"]),
  z.string().refine((text) => text.startsWith("team:") && isId("team", text.slice(5)), "is not a team"),
]);
export const GroupCriteriaInput = z.object({ scope: GroupScope, dimension: z.enum(DIMENSION_IDS as [Dimension, ...Dimension[]]) });
export const ReadinessInput = z.object({ agent: z.string().min(1).max(128) });

export type CellRow = Cell & {
  /** The highest level that this group aims at in the dimension. */
  readonly target: Target | null;
};

export type GroupRow = {
  readonly scope: string;
  readonly name: string;
  readonly agents: number;
  readonly level: Level;
  readonly score: number;
  readonly target: Target | null;
  readonly cells: readonly CellRow[];
};

export type Groups = {
  /** When the agents were counted; null before the first time. */
  readonly at: string | null;
  readonly teams: readonly GroupRow[];
  readonly tiers: readonly GroupRow[];
  /** The organisation beside them. */
  readonly whole: Omit<GroupRow, "agents" | "scope"> | null;
  readonly can: Rights;
};

export type GroupCriterion = Pick<Scoped, "id" | "level" | "isCore" | "state" | "scope" | "held" | "n" | "lack"> & {
  readonly text: string;
  /** What the organisation as a whole came to. */
  readonly whole: Scoped["state"];
};
export type GroupCriteria = { readonly rows: readonly GroupCriterion[] };

export type FleetAgent = {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly riskTier: "low" | "medium" | "high";
  readonly environment: string;
  readonly state: GateAgent["state"];
};

/** `met`, `not_met` and `insufficient_data` are of the agent itself; `none`: it does not concern this agent; `whole`: nobody's in particular. */
export type PointState = "met" | "not_met" | "insufficient_data" | "none" | "whole";

export type Point = {
  readonly id: string;
  readonly text: string;
  readonly isCore: boolean;
  readonly state: PointState;
  /** What the organisation came to; the only word there is where the state is `whole`. */
  readonly whole: Scoped["state"];
  readonly held: Scoped["held"];
  /** What would provide it, where it cannot be told. */
  readonly missing: string | null;
  readonly action: string;
};
export type Checklist = readonly { readonly title: string; readonly points: readonly Point[] }[];

export type Tallied = { readonly met: number; readonly notMet: number; readonly unknown: number; readonly coresOpen: number };

export type ReadinessRow = FleetAgent & { readonly count: Tallied };
export type Readiness = { readonly at: string | null; readonly agents: readonly ReadinessRow[] };
export type AgentReadiness = {
  readonly agent: FleetAgent;
  readonly count: Tallied;
  readonly checklist: Checklist;
  /** When what agents did was counted last; what they are is read at once. */
  readonly countedAt: string | null;
};
