import { z } from "zod";

export const EVERY = ["weekly", "monthly"] as const;
export type Every = (typeof EVERY)[number];

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

/** How often someone is sent the brief; null is never. */
export const BriefChoiceInput = z.object({
  every: z.enum(EVERY).nullable(),
  timeZone: z.string().max(64).refine(isZone, "is not a time zone"),
});
export type BriefChoiceInput = z.infer<typeof BriefChoiceInput>;

export type BriefTeam = { readonly team: string | null; readonly microUsd: string; readonly beforeMicroUsd: string | null };

export type Brief = {
  readonly asOf: string;
  readonly timeZone: string;
  readonly organisation: string;
  /** "November 2026". */
  readonly monthName: string;
  readonly sentences: readonly string[];
  readonly spentMicroUsd: string;
  readonly beforeMicroUsd: string | null;
  readonly ahead: { readonly totalMicroUsd: string; readonly lowMicroUsd: string | null; readonly highMicroUsd: string | null } | null;
  /** The month's budget of the whole organisation, as it stands with its extensions; null where there is none. */
  readonly budget: {
    readonly limitMicroUsd: string;
    /** The day on which it will be passed by the forecast; today where it is passed already. Null where it holds, or nothing is forecast. */
    readonly passes: string | null;
    readonly isPassed: boolean;
  } | null;
  readonly unknownCalls: number;
  readonly toAcknowledge: number;
  readonly disputed: number;
  /** Days of the month so far and what each cost; null is a day of which nothing is on record. */
  readonly days: readonly { readonly day: string; readonly microUsd: string | null }[];
  /** The dearest first. */
  readonly teams: readonly BriefTeam[];
  /** What this reader chose; null is never. */
  readonly sent: { readonly every: Every; readonly timeZone: string; readonly nextAt: string } | null;
  readonly canBeSent: boolean;
  /** Whether this installation can send e-mail at all; without it the brief comes to the inbox. */
  readonly hasEmail: boolean;
};
