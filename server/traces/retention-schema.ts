import { z } from "zod";
import type { Days, Stream } from "./core/retention";

const days = z.number().int().min(1).max(100_000);
export const DaysInput = z.object({ steps: days, payloads: days, events: days, metrics: days });

export const PreviewRetentionInput = z.object({ days: DaysInput });
export const ChangeRetentionInput = z.object({
  baseVersion: z.number().int().min(0),
  days: DaysInput,
  reason: z.string().trim().min(1, "say why, for whoever reads this later").max(500),
  /** That what would go was shown, and may go. */
  isConfirmed: z.boolean().default(false),
});
export type ChangeRetentionInput = z.infer<typeof ChangeRetentionInput>;

/** What a stream holds now, as the database has it. */
export type StreamState = {
  readonly stream: Stream;
  readonly days: number;
  readonly oldestAt: string | null;
  readonly newestAt: string | null;
  /** As the database estimates it, counted where it has no estimate yet. */
  readonly records: string;
  /** Days that hold something, and days that were made ready. */
  readonly fullDays: number;
  readonly allDays: number;
  readonly bytes: string;
  /** The next day that goes, and when it may; null while nothing is there. */
  readonly next: { readonly day: string; readonly at: string } | null;
};

export type RetentionPage = {
  readonly version: number;
  readonly days: Days;
  readonly change: { readonly author: string; readonly reason: string; readonly at: string } | null;
  readonly streams: readonly StreamState[];
  readonly can: { readonly change: boolean };
};

/** What would go with other days, by stream; streams that lose nothing are left out. */
export type Loss = {
  readonly stream: Stream;
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly records: string;
  readonly bytes: string;
};
