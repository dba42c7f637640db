import { z } from "zod";
import type { Obligation } from "./core/obligations";

const pointer = z
  .string()
  .max(200)
  .regex(/^(\/([^~/]|~[01])*)+$/, 'Name the argument by a JSON pointer such as "/percent".');

const ObligationSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("cap_amount"), pointer, max: z.number("Give a number.") }),
  z.strictObject({
    kind: z.literal("only_recipient"),
    pointer,
    values: z.array(z.string().trim().min(1, "Name somebody.").max(320)).min(1, "Name at least one.").max(50, "Name at most 50."),
  }),
  z.strictObject({
    kind: z.literal("within"),
    until: z.iso.datetime({ offset: true, error: "Give a moment." }).transform((text) => new Date(text).toISOString()),
  }),
  z.strictObject({ kind: z.literal("notify"), email: z.email("Give an e-mail address.").max(320).toLowerCase() }),
  z.strictObject({ kind: z.literal("dry_run_first") }),
]);

/** What an approver asks in return. */
export const ObligationsSchema: z.ZodType<readonly Obligation[], unknown> = z
  .array(ObligationSchema)
  .max(10, "Ask for at most ten things.");

/** Obligations as they are kept with a vote, a request or an action; what is not one of them is left out. */
export const readObligations = (kept: unknown): readonly Obligation[] =>
  Array.isArray(kept) ? kept.flatMap((one) => ObligationSchema.safeParse(one).data ?? []) : [];
