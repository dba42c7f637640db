import { z } from "zod";
import type { Verdict } from "./core/verdict";
import type { PersonRef } from "./schema";

// What the screens of delegations and of the review list send and get.

const names = z.array(z.string().trim().min(1).max(200)).max(50, "at most 50").default([]);
export const DelegateInput = z
  .object({
    /** For whom: oneself, unless an operator arranges it. */
    fromId: z.string().max(64).optional(),
    toId: z.string().min(1, "Choose who stands in.").max(64),
    startsAt: z.iso.datetime({ offset: true, error: "Choose when it begins." }),
    endsAt: z.iso.datetime({ offset: true, error: "Choose when it ends." }),
    agents: names,
    tools: names,
    reason: z.string().trim().max(500).default(""),
  })
  .refine((input) => Date.parse(input.startsAt) < Date.parse(input.endsAt), { path: ["endsAt"], error: "It must end after it begins." });
export type DelegateInput = z.infer<typeof DelegateInput>;
export const DelegationIdInput = z.object({ id: z.string().min(1).max(64) });

export type DelegationRow = {
  readonly id: string;
  readonly from: PersonRef;
  readonly to: PersonRef;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly agents: readonly string[];
  readonly tools: readonly string[];
  readonly reason: string | null;
  readonly isRunning: boolean;
  readonly mayEnd: boolean;
  /** Someone else decides for the reader, or the reader for someone. */
  readonly isFromMe: boolean;
  readonly isToMe: boolean;
};

export type DelegationChoices = {
  readonly myId: string;
  readonly isApprover: boolean;
  /** Whether the reader may arrange it for others. */
  readonly mayArrange: boolean;
  readonly approvers: readonly PersonRef[];
  readonly agents: readonly string[];
  readonly tools: readonly string[];
};

export const ReviewInput = z.object({ id: z.string().min(1).max(64), note: z.string().trim().max(500).default("") });
export type ReviewInput = z.infer<typeof ReviewInput>;

export type ReviewRow = {
  readonly id: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** What was passed over: a reason of separation of duties, "quorum", or "restore". */
  readonly what: string;
  /** The request or the agent that it was about, as the reader may see it; null when nothing more is known. */
  readonly about: {
    readonly approvalId: string | null;
    readonly agentName: string;
    readonly title: string | null;
    readonly verdict: Verdict | null;
    readonly reason: string | null;
  } | null;
  readonly by: PersonRef;
  readonly createdAt: string;
  readonly reviewedAt: string | null;
  readonly reviewedBy: PersonRef | null;
  readonly note: string | null;
  readonly isMine: boolean;
};

/** How much waits to be looked at, and how much of it by the reader: nobody reviews their own. */
export type ReviewCounts = { readonly open: number; readonly forMe: number };
