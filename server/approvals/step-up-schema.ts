import { z } from "zod";
import { AssertionSchema, PasswordProofSchema, type RequestOptions } from "@/server/identity/passkey-schema";
import { isId } from "@/server/kernel/ids";
import { COUNTERSIGNATURE_FORMAT, type Countersignature } from "./core/countersignature";

//   approvals.stepUp.ask               mutation  AskStepUpInput → StepUpQuestion (gate.askEditStepUp asks for an edit)
//   approvals.stepUp.countersignature  query     { voteId }     → Countersignature

const nonce = z.string().regex(/^[\w-]{43}$/, "is not one that was given out");

/** What goes with an approval of high risk: what a passkey signed, or the password where no passkey can work. */
export const StepUpSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("passkey"), nonce, assertion: AssertionSchema }),
  z.object({ kind: z.literal("password"), password: PasswordProofSchema }),
]);
export type StepUpInput = z.output<typeof StepUpSchema>;

/** What an approver is asked for. */
export type StepUpQuestion =
  /** Nothing: it is not of high risk, or no vote would be given. */
  | { readonly kind: "none" }
  | { readonly kind: "passkey"; readonly nonce: string; readonly options: RequestOptions }
  /** They have no passkey yet: one is enrolled first. */
  | { readonly kind: "enrol" }
  | { readonly kind: "password" };

/** How this reader would confirm an approval, for the card; null where nothing is asked. */
export type CardStepUp =
  | { readonly kind: "passkey"; readonly isEnrolled: boolean; readonly hasPassword: boolean; readonly origin: string }
  /** `why`: what keeps passkeys from working, in a sentence. */
  | { readonly kind: "password"; readonly hasPassword: boolean; readonly why: string };

/** How a vote was confirmed. */
export type VoteStepUp =
  | { readonly kind: "passkey"; readonly passkeyName: string; readonly isRemoved: boolean }
  | { readonly kind: "password" };

const text = z.string().max(10_000);
const CountersignatureSchema: z.ZodType<Countersignature, unknown> = z.object({
  format: z.literal(COUNTERSIGNATURE_FORMAT),
  signed: z.object({
    approvalId: text,
    stage: z.int(),
    personId: text,
    nonce: text,
    actionDigest: text,
    obligationsHash: text,
    verdict: z.literal("approve"),
  }),
  relyingParty: z.object({ id: text, origin: text }),
  credential: z.object({ id: text, publicKey: text }),
  authenticatorData: text,
  clientDataJSON: text,
  signature: text,
});

const KeptStepUpSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("passkey"), passkeyId: text, countersignature: CountersignatureSchema }),
  z.object({ kind: z.literal("password"), why: z.enum(["plain_http", "ip_address"]) }),
]);
/** A step-up as it is kept with its vote. */
export type KeptStepUp = z.output<typeof KeptStepUpSchema>;

/** A step-up as it was kept; null where none was. */
export const readStepUp = (kept: unknown): KeptStepUp | null => KeptStepUpSchema.safeParse(kept).data ?? null;

export const VoteInput = z.object({ voteId: z.string().refine((id) => isId("vote", id), "is not the id of a vote") });
