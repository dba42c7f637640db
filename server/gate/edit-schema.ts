import { z } from "zod";
import { ObligationsSchema } from "@/server/approvals/obligation-schema";
import { ApprovalIdSchema, REASON_MAX_LENGTH } from "@/server/approvals/schema";
import { StepUpSchema } from "@/server/approvals/step-up-schema";

const MAX_ARGS_TEXT = 512 * 1024;

/** Arguments as JSON text, so that they are read as strictly as an agent's are. */
const ArgsText = z.string().max(MAX_ARGS_TEXT, "The arguments may have at most 256 KiB.");
const Revision = z.number().int().positive();

/** `gate.editAndApprove`: `revision` is the one that was on screen. */
export const EditInput = z.object({
  approvalId: ApprovalIdSchema,
  args: ArgsText,
  reason: z.string().trim().min(1, "Say why: the agent is told the reason, and the record keeps it.").max(REASON_MAX_LENGTH),
  revision: Revision,
  obligations: ObligationsSchema.optional(),
  /** Where the request is of high risk: what `gate.askEditStepUp` asked for. */
  stepUp: StepUpSchema.optional(),
});
export type EditInput = z.infer<typeof EditInput>;

/** `gate.checkEdit`: what would become of an edit, without doing it. */
export const CheckEditInput = z.object({ approvalId: ApprovalIdSchema, args: ArgsText, revision: Revision });
export type CheckEditInput = z.infer<typeof CheckEditInput>;

/** `gate.askEditStepUp`: the edit that is to be confirmed, as it will be sent. */
export const AskEditStepUpInput = CheckEditInput.extend({ obligations: ObligationsSchema.optional() });
export type AskEditStepUpInput = z.infer<typeof AskEditStepUpInput>;

/** What policy says of an edit now, and what would become of the request. */
export type EditForecast = {
  readonly effect: "allow" | "require_approval" | "deny";
  readonly reason: string;
  readonly rule: { readonly id: string; readonly name: string } | null;
  /** Whether another chain of approval would begin. */
  readonly isRestarted: boolean;
  /** The stages that it would go through, by name; none when it is denied. */
  readonly stages: readonly { readonly name: string; readonly quorum: number }[];
  /** Whether the editor is asked in one of them, so that their vote counts. */
  readonly countsMyVote: boolean;
  readonly title: string;
};
