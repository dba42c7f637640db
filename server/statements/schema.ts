import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import type { StatementState } from "./core/state";

export const StatementInput = z.object({ id: z.string().refine((text) => isId("statement", text), "is not the id of a statement") });
const reason = z.string().trim().min(3, "Say what is wrong with it.").max(1_000);
export const DisputeInput = StatementInput.extend({ reason });
export const HandOverInput = StatementInput.extend({
  ownerId: z.string().refine((text) => isId("person", text), "is not the id of a person"),
});

export const DOCUMENT_FORMATS = ["pdf", "csv"] as const;
export const DocumentQuery = z.object({ format: z.enum(DOCUMENT_FORMATS) });

export type Named = { readonly id: string; readonly name: string };

export type StatementSummary = {
  readonly id: string;
  readonly month: string;
  /** Null is what is not attributed to a team. */
  readonly team: string | null;
  readonly owner: Named | null;
  readonly totalMicroUsd: string;
  readonly state: StatementState;
  readonly stateAt: string | null;
  readonly stateBy: Named | null;
  /** Why it is disputed. */
  readonly reason: string | null;
  readonly can: { readonly decide: boolean; readonly handOver: boolean };
};

export type TeamMonths = {
  readonly team: string | null;
  /** One for each month, newest first: null where there is none. */
  readonly statements: readonly (StatementSummary | null)[];
  /** What this month costs so far. */
  readonly openMicroUsd: string;
};

export type Statements = {
  readonly asOf: string;
  readonly timeZone: string;
  /** The month that is still open. */
  readonly openMonth: string;
  /** The closed ones, newest first. */
  readonly months: readonly string[];
  readonly teams: readonly TeamMonths[];
};

export type StatementLine = {
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly calls: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly costMicroUsd: string;
};

/** What an earlier month turned out to cost more or less after it was closed. */
export type Correction = StatementLine & { readonly month: string };

export type Statement = StatementSummary & {
  readonly organisation: string;
  readonly timeZone: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly closedAt: string;
  readonly unknownCalls: number;
  readonly lines: readonly StatementLine[];
  readonly corrections: readonly Correction[];
  readonly usageMicroUsd: string;
  readonly correctionsMicroUsd: string;
};
