import { z } from "zod";
import { AgentKey } from "@/server/fleet/schema";

const count = (what: string, most: number) =>
  z.int(`Enter a whole number of ${what}.`).min(2, `Enter at least 2 ${what}.`).max(most, `Enter at most ${most} ${what}.`);

export type { LoopLimit } from "./core/detect";

/** The limit of one agent, or of all that have none of their own (null). Revision 0 is one that was never set. */
export const LoopLimitInput = z
  .object({
    agent: AgentKey.nullable(),
    revision: z.int().min(0),
    isOn: z.boolean(),
    windowMinutes: z
      .int("Enter a whole number of minutes.")
      .min(1, "Enter at least 1 minute.")
      .max(1_440, "Enter at most 1,440 minutes, a day."),
    sameCall: count("calls", 900),
    sameTool: count("calls", 900),
  })
  .refine(({ sameCall, sameTool }) => sameTool >= sameCall, {
    path: ["sameTool"],
    message: "Enter no less than for the very same call: each of those is a call of its tool, too.",
  });
export type LoopLimitInput = z.infer<typeof LoopLimitInput>;

export const DropLimitInput = z.object({ agent: AgentKey, revision: z.int().min(1) });
export type DropLimitInput = z.infer<typeof DropLimitInput>;

export type ShownLimit = LoopLimitInput & { readonly isDefault: boolean };
