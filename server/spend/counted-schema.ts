import { z } from "zod";

export const GROUP_NAMES = ["agent", "team", "model", "taskClass", "day"] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

const isGroupName = (text: string): text is GroupName => (GROUP_NAMES as readonly string[]).includes(text);

const bound = z.union([z.iso.date(), z.iso.datetime({ offset: true })], { error: "is neither a day (2026-11-01) nor a moment (RFC 3339)" });

/** Which hours: `from` is inclusive, `to` is not. A day means its midnight in the zone of the organisation. */
export const FocusQuery = z.object({ from: bound.optional(), to: bound.optional() });
export type FocusQuery = z.infer<typeof FocusQuery>;

export const SpendQuery = FocusQuery.extend({
  /** Dimensions, comma-separated: agent, team, model, taskClass, day. */
  groupBy: z
    .string()
    .max(100)
    .default("")
    .transform((text, check): GroupName[] => {
      const names = text.split(",").flatMap((name) => name.trim() || []);
      const unknown = names.find((name) => !isGroupName(name));
      if (unknown !== undefined)
        check.addIssue({ code: "custom", message: `is made of ${GROUP_NAMES.join(", ")}; "${unknown.slice(0, 40)}" is none` });
      if (new Set(names).size < names.length) check.addIssue({ code: "custom", message: "names a dimension twice" });
      return names.filter(isGroupName);
    }),
});
export type SpendQuery = z.infer<typeof SpendQuery>;

const count = z.number().int();
const microUsd = z.string().regex(/^-?\d+$/);

export const SpendAnswer = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  totalMicroUsd: microUsd,
  /** Calls whose cost is not known, for want of a price or of usage. They are not in the total. */
  unpriced: z.object({ steps: count, inputTokens: count, outputTokens: count }),
  /** The dearest first. They add up to the total. */
  groups: z.array(
    z.object({
      /** A value for each dimension asked for; null is unattributed. */
      key: z.partialRecord(z.enum(GROUP_NAMES), z.string().nullable()),
      costMicroUsd: microUsd,
      inputTokens: count,
      outputTokens: count,
      runs: count,
    }),
  ),
  asOf: z.iso.datetime(),
});
export type SpendAnswer = z.infer<typeof SpendAnswer>;
