import { z } from "zod";
import { ChainInput } from "@/server/escalation/schema";
import { isId } from "@/server/kernel/ids";

const TIERS = ["low", "medium", "high"] as const;
const idOf = (kind: "calendar" | "chain", message: string) => z.string().refine((text) => isId(kind, text), message);
const minutes = z.int("Give whole minutes.").min(1, "At least 1 minute.").max(525_600, "At most a year.");

export const TargetInput = z
  .object({
    riskTier: z.enum(TIERS),
    /** As the editor saw it; 0 while it was never set. */
    revision: z.int().min(0),
    dueMinutes: minutes,
    expiryMinutes: minutes,
    calendarId: idOf("calendar", "Choose a calendar.").nullable(),
    chainId: idOf("chain", "Choose a chain.").nullable(),
  })
  .refine(({ dueMinutes, expiryMinutes }) => dueMinutes <= expiryMinutes, {
    path: ["expiryMinutes"],
    message: "A request cannot end before it is due.",
  });
export type TargetInput = z.output<typeof TargetInput>;

export const PreviewInput = z.object({
  riskTier: z.enum(TIERS),
  /** A rule whose own plan counts before the tier's target; null for the target alone. */
  ruleId: z.string().min(1).max(100).nullable(),
  startedAt: z.iso.datetime({ offset: true, error: "Give a date and a time." }),
  /** A chain that is being written: it counts in the place of the one that would be followed. */
  draft: ChainInput.nullish(),
});
export type PreviewInput = z.output<typeof PreviewInput>;

export type SlaTarget = TargetInput & { readonly isDefault: boolean };

/** One act of the clock: at a moment, with names of who is told; nobody is a gap. */
export type ActSeen = {
  readonly at: string;
  readonly kind: "asked" | "step" | "expire" | "reassign" | "page";
  readonly step: number;
  readonly loop: number;
  readonly whom: readonly string[];
  readonly isImportant: boolean;
};

/** What follows on a request if nobody decides, and what the clock did so far. */
export type EscalationSeen = {
  readonly chain: { readonly id: string; readonly name: string } | null;
  readonly zone: string;
  readonly next: readonly ActSeen[];
  readonly past: readonly (ActSeen & { readonly stage: number })[];
};

export type PreviewSeen = Pick<EscalationSeen, "zone" | "next"> & {
  /** Without an id while it is a draft. */
  readonly chain: { readonly id: string | null; readonly name: string } | null;
  readonly dueAt: string;
  readonly expiresAt: string;
};

/** What the clock did last on the open stage since nobody decided: the step of the chain, and names of whom it told. */
export type Escalated = { readonly kind: "step" | "reassign" | "page"; readonly step: number; readonly told: readonly string[] };
