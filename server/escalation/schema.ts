import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import { type Chain, STEP_CHANNELS } from "./core/chain";

const idOf = (kind: "group" | "person" | "onCall" | "chain", message: string) => z.string().refine((text) => isId(kind, text), message);
const MAX_MINUTES = 43_200;
const minutes = (least: number) =>
  z
    .int("Give whole minutes.")
    .min(least, `At least ${least} ${least === 1 ? "minute" : "minutes"}.`)
    .max(MAX_MINUTES, "At most 30 days.");

const AfterSchema = z.union([
  z.strictObject({ percentOfSla: z.int("Give a whole number.").min(1, "At least 1 %.").max(1_000, "At most 1000 %.") }),
  z.strictObject({ minutes: minutes(1) }),
]);

const TargetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("stage") }),
  z.object({ kind: z.literal("owner") }),
  z.object({ kind: z.literal("ownerManager") }),
  z.object({ kind: z.literal("group"), id: idOf("group", "Choose a group.") }),
  z.object({ kind: z.literal("person"), id: idOf("person", "Choose a person.") }),
  z.object({ kind: z.literal("onCall"), id: idOf("onCall", "Choose an on-call schedule.") }),
]);

const StepSchema = z.object({
  after: AfterSchema,
  targets: z.array(TargetSchema).min(1, "Say who is told.").max(20, "At most 20 in one step."),
  channels: z.array(z.enum(STEP_CHANNELS)).default([]),
  important: z.boolean().default(false),
});

/** Steps that count alike must come one after the other; a share of the time and minutes cannot be compared beforehand. */
const StepsSchema = z
  .array(StepSchema)
  .min(1, "A chain needs at least one step.")
  .max(10, "At most ten steps.")
  .superRefine((steps, context) => {
    const last = { percentOfSla: 0, minutes: 0 };
    for (const [index, { after }] of steps.entries()) {
      const unit = "minutes" in after ? "minutes" : "percentOfSla";
      const value = "minutes" in after ? after.minutes : after.percentOfSla;
      if (value <= last[unit]) {
        context.addIssue({ code: "custom", path: [index, "after", unit], message: "This must come later than the steps above it." });
      }
      last[unit] = Math.max(last[unit], value);
    }
  });

export const ChainInput = z.object({
  name: z.string().trim().min(1, "Give a name.").max(80, "At most 80 characters."),
  steps: StepsSchema,
  loops: z.int("Give a whole number.").min(0, "Not less than none.").max(5, "At most five times."),
  pauseMinutes: minutes(1),
  final: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("expire") }),
    z.object({ kind: z.literal("reassign"), groupId: idOf("group", "Choose a group.") }),
    z.object({ kind: z.literal("page"), onCallId: idOf("onCall", "Choose an on-call schedule.") }),
  ]),
});
export type ChainInput = z.output<typeof ChainInput>;

/** What a version keeps: a chain without its name. */
export const DefinitionSchema = ChainInput.omit({ name: true });

export const ChainIdInput = z.object({ id: idOf("chain", "is not the id of a chain") });
export const EditChainInput = ChainIdInput.extend({ version: z.int().min(1), chain: ChainInput });
export const ArchiveChainInput = ChainIdInput.extend({ isArchived: z.boolean() });

/** A chain as it stands, or as it stood in a version. */
export type StoredChain = Chain & { readonly id: string; readonly name: string; readonly version: number };
/** A chain to show, with names of all that it tells. */
export type ShownChain = StoredChain & {
  readonly archivedAt: string | null;
  readonly updatedAt: string;
  readonly names: { readonly [id: string]: string };
};
