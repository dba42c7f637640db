import { z } from "zod";
import type { ApprovalState } from "./core/transitions";
import type { Claim, PersonRef } from "./schema";

export const ChangesInput = z.object({ lastEventId: z.string().max(100).nullish() }).default({});

export const CHANGES = [
  "opened",
  "claimed",
  "renewed",
  "released",
  "breached",
  "escalated",
  "voted",
  "undone",
  "edited",
  "stage_opened",
  "approved",
  "rejected",
  "expired",
  "cancelled",
  "frozen",
  "thawed",
  "revoked",
] as const;
export type Change = (typeof CHANGES)[number];

/** What the live stream tells. After `hello` (first of all) and `resync` (too much was missed) read afresh; `change` follows each change. `heartbeat` proves the database too; while it is away `away` comes instead. */
export type ApprovalEvent =
  | { readonly kind: "hello" | "resync" | "heartbeat" | "away"; readonly at: string }
  | {
      readonly kind: "change";
      readonly at: string;
      readonly id: string;
      readonly revision: number;
      readonly state: ApprovalState;
      readonly change: Change;
      /** Who did it; null when Reeve did (a breach, an expiry) or an agent. */
      readonly by: PersonRef | null;
      readonly isMine: boolean;
      readonly title: string;
      readonly agentName: string;
      readonly claim: Claim | null;
      readonly claims: readonly Claim[];
      /** The open stage, from 1, of how many; how many of its approvals are in: all of them once a vote waits that ends it. */
      readonly stage: number;
      readonly stageCount: number;
      readonly stageName: string;
      readonly quorum: number;
      readonly votesIn: number;
    };
