import { z } from "zod";

const word = z.string().trim().min(1).max(256).nullable();

export const AttributionRuleInput = z
  .object({
    when: z.object({
      service: word,
      agent: word,
      attribute: z.object({ name: z.string().trim().min(1).max(256), value: z.string().trim().min(1).max(256) }).nullable(),
    }),
    give: z.object({ agent: word, team: word, taskClass: word }),
  })
  .refine(({ when }) => when.service !== null || when.agent !== null || when.attribute !== null, {
    path: ["when"],
    message: "A rule needs a source, an agent or an attribute to go by.",
  })
  .refine(({ give }) => give.agent !== null || give.team !== null || give.taskClass !== null, {
    path: ["give"],
    message: "A rule needs an agent, a team or a task class to give.",
  });

const rules = z.array(AttributionRuleInput).max(100);
export const PreviewAttributionInput = z.object({ rules });
export const SaveAttributionInput = z.object({
  /** The version that the author saw: another one by now is a conflict. */
  baseVersion: z.number().int().min(0),
  rules,
  reason: z.string().trim().min(1, "Say why, for whoever reads this later.").max(500),
});
export type SaveAttributionInput = z.infer<typeof SaveAttributionInput>;
type AttributionRuleInput = z.infer<typeof AttributionRuleInput>;

export type AttributionPage = {
  readonly version: number;
  readonly rules: readonly AttributionRuleInput[];
  readonly versions: readonly {
    readonly version: number;
    readonly author: string;
    readonly reason: string;
    readonly changedAt: string;
    readonly rules: number;
  }[];
  /** What rules may name: services that send, and teams. */
  readonly services: readonly string[];
  readonly can: { readonly change: boolean };
};

/** Of what was spent in the last thirty days, how much is said to be whose. Micro-USD. */
export type AttributedShare = {
  readonly totalMicroUsd: string;
  readonly agentMicroUsd: string;
  readonly teamMicroUsd: string;
  readonly taskClassMicroUsd: string;
};

export type AttributionPreview = {
  readonly before: AttributedShare;
  readonly after: AttributedShare;
  /** What each rule would speak for, in their order. */
  readonly rules: readonly { readonly calls: number; readonly costMicroUsd: string }[];
  /** Whether there was more that nobody claims than is looked through. */
  readonly isPartial: boolean;
};
