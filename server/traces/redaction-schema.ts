import { z } from "zod";
import { FINDERS, LIMITS, PARTS, REVEALERS, type Rule } from "./core/redaction/rule";
import { SpanId, TraceId } from "./schema";

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]*$/u, "is one line");
const name = oneLine.min(1, "needs a name").max(100);
const word = oneLine.min(1).max(100);

export const RuleWhat = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("names"), names: z.array(word).min(1, "needs a name at least").max(LIMITS.names) }),
  z.object({ kind: z.literal("found"), finder: z.enum(FINDERS) }),
  z.object({
    kind: z.literal("pattern"),
    pattern: z.string().min(1, "needs a pattern").max(LIMITS.pattern),
    ignoreCase: z.boolean(),
  }),
  z.object({ kind: z.literal("tool"), part: z.enum(PARTS) }),
]);

/** A rule as people write it. */
export const RuleInput = z
  .object({
    name,
    what: RuleWhat,
    tools: z.array(word).max(50),
    revealTo: z.array(z.enum(REVEALERS)).transform((roles) => REVEALERS.filter((role) => roles.includes(role))),
  })
  .refine(({ what, tools }) => what.kind !== "tool" || tools.length > 0, {
    path: ["tools"],
    message: "names the tools whose calls it takes out",
  });
export type RuleInput = z.infer<typeof RuleInput>;

const RuleId = z.string().min(1).max(64);
/** Why a change is made: for whoever reads the versions later. */
const reason = z.string().trim().min(1, "say why, for whoever reads this later").max(500);

/** One change of the rules, made on the version that its author saw. */
const change = { baseVersion: z.number().int().min(0), reason };
export const SaveRuleInput = z.object({ ...change, ruleId: RuleId.nullable(), rule: RuleInput });
export const SwitchRuleInput = z.object({ ...change, ruleId: RuleId, isOn: z.boolean() });
export const MoveRuleInput = z.object({ ...change, ruleId: RuleId, before: RuleId.nullable() });
export const RemoveRuleInput = z.object({ ...change, ruleId: RuleId });
export type SaveRuleInput = z.infer<typeof SaveRuleInput>;
export type SwitchRuleInput = z.infer<typeof SwitchRuleInput>;
export type MoveRuleInput = z.infer<typeof MoveRuleInput>;
export type RemoveRuleInput = z.infer<typeof RemoveRuleInput>;

/** Rules are tried on a text, or on what a step keeps; with the rule that is being written in its place among those in force. */
export const TryInput = z.object({
  sample: z.union([
    z.object({ kind: z.literal("text"), text: z.string().max(65_536), tool: word.nullable() }),
    z.object({ kind: z.literal("step"), traceId: TraceId, spanId: SpanId }),
  ]),
  ruleId: RuleId.nullable(),
  rule: RuleInput.nullable(),
});
export type TryInput = z.infer<typeof TryInput>;

export const TakenInput = z.object({ traceId: TraceId, spanId: SpanId });
export const CheckInput = TakenInput.extend({ value: z.string().min(1).max(65_536) });
export type CheckInput = z.infer<typeof CheckInput>;
export const RevealInput = TakenInput.extend({
  itemId: z.string().regex(/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/),
  place: z.number().int().min(0).max(10_000),
  reason: z.string().trim().min(1, "say why you need to see it").max(500),
});
export type RevealInput = z.infer<typeof RevealInput>;

export const CHANGES = ["added", "changed", "moved", "switched_on", "switched_off", "removed"] as const;
export type Change = (typeof CHANGES)[number];

/** One version of the rules as people read it. */
export type RuleVersion = {
  readonly version: number;
  readonly change: Change;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly author: string;
  readonly reason: string;
  readonly changedAt: string;
};

export type RulesPage = {
  readonly version: number;
  readonly rules: readonly Rule[];
  readonly can: { readonly change: boolean };
};

/** What would be taken out of a sample: the sample as it would be kept, and by which rule what went. */
export type Tried = {
  readonly kept: string;
  readonly taken: readonly { readonly ruleId: string; readonly ruleName: string; readonly value: string; readonly times: number }[];
};

/** One value that was taken out of a step or of an event of it. */
export type TakenValue = {
  /** The span itself, or an event that tells of it. */
  readonly itemId: string;
  readonly place: number;
  readonly ruleName: string;
  readonly where: string;
  readonly times: number;
  /** SHA-256 of a salt and the value, in hex. */
  readonly commitment: string;
  /** Whether an original is kept; whether this reader may have it shown. */
  readonly isSealed: boolean;
  readonly canReveal: boolean;
};

/** Someone had an original shown. */
export type Reveal = Pick<TakenValue, "itemId" | "place"> & { readonly by: string; readonly reason: string; readonly at: string };

export type TakenPage = {
  readonly values: readonly TakenValue[];
  /** How many more were taken out than are told here. */
  readonly beyond: number;
  readonly reveals: readonly Reveal[];
  readonly can: { readonly check: boolean };
};
