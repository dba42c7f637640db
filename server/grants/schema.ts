import { z } from "zod";
import type { ActionForPeople } from "@/server/actions/schema";
import { isId } from "@/server/kernel/ids";
import type { Constraint, ResourceConstraint, Scope } from "./core/scope";
import type { EndCause } from "./core/terms";

// What the screens of standing grants send and get. Times are ISO 8601 strings, money is micro-USD as a string.

const Pointer = z.string().min(1).max(512);
const MAX_CHOICES = 50;

const ConstraintSchema = z.discriminatedUnion("op", [
  z.strictObject({ pointer: Pointer, op: z.literal("equals"), value: z.unknown() }),
  z.strictObject({
    pointer: Pointer,
    op: z.literal("one_of"),
    values: z.array(z.unknown()).min(1, "Name at least one value.").max(MAX_CHOICES),
  }),
  z.strictObject({ pointer: Pointer, op: z.literal("at_most"), max: z.number("Say how much at most.").min(0, "Choose 0 or more.") }),
  z.strictObject({ pointer: Pointer, op: z.literal("any") }),
]);

const ResourceSchema = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("equals"), value: z.string().max(1_024).nullable() }),
  z.strictObject({ op: z.literal("any") }),
]);

/** Which calls. `call` takes its digest from the request. */
export const ScopeInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("call") }),
  z.strictObject({ kind: z.literal("tool") }),
  z.strictObject({ kind: z.literal("shape"), constraints: z.array(ConstraintSchema).max(200), resource: ResourceSchema }),
]);
export type ScopeInput = z.infer<typeof ScopeInput>;

export const GRANT_REASON_MAX_LENGTH = 500;
export const MAX_USES = 10_000;
const Reason = z
  .string()
  .trim()
  .min(3, "Say why, in a few words: the reason stays on the record.")
  .max(GRANT_REASON_MAX_LENGTH, `Keep the reason under ${GRANT_REASON_MAX_LENGTH} characters.`);
const Moment = z.iso.datetime({ offset: true, error: "Choose a day and a time." });
const MicroUsd = z.string().regex(/^[1-9]\d{0,17}$/, "Give an amount above 0.");

/** A grant that is to come with an approval. */
export const GrantInput = z.strictObject({
  scope: ScopeInput,
  /** Only for the run that this request is part of. */
  isThisRun: z.boolean().default(false),
  /** There is always one: without it the grant is refused, in words. */
  endsAt: Moment.nullish(),
  maxUses: z
    .int("Give a whole number.")
    .min(1, "At least one.")
    .max(MAX_USES, `At most ${MAX_USES.toLocaleString("en-GB")}.`)
    .nullish(),
  /** Of what the agent states as the amount of each call. */
  budgetMicroUsd: MicroUsd.nullish(),
  reason: Reason,
});
export type GrantInput = z.infer<typeof GrantInput>;

const GrantId = z.string().refine((text) => isId("grant", text), "is not the id of a grant");
const Name = z.string().trim().min(1).max(128);

export const GrantIdInput = z.object({ id: GrantId });
export const RevokeGrantInput = z.object({ id: GrantId, reason: Reason });
export const AskExtensionInput = z.object({ id: GrantId, until: Moment, reason: Reason });
/** `until` is the end that the person saw asked for: another one by now is a conflict. */
export const AnswerExtensionInput = z.object({ id: GrantId, until: Moment });
export const ListGrantsInput = z.object({
  show: z.enum(["live", "past"]).default("live"),
  agent: Name.nullish(),
  tool: Name.nullish(),
  cursor: z.string().max(200).nullish(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListGrantsInput = z.infer<typeof ListGrantsInput>;
export const ListUsesInput = z.object({ id: GrantId, cursor: z.string().max(200).nullish(), limit: z.int().min(1).max(100).default(20) });
export type ListUsesInput = z.infer<typeof ListUsesInput>;
export const OfActionInput = z.object({ actionId: z.string().max(64) });
export const PreviewInput = z.object({ actionId: z.string().max(64), scope: ScopeInput, isThisRun: z.boolean().default(false) });
export type PreviewInput = z.infer<typeof PreviewInput>;

export type PersonRef = { readonly id: string; readonly name: string };

/** A scope as one reader may see it: values that are hidden from them are left out. */
export type ShownConstraint = Constraint | { readonly pointer: string; readonly op: "hidden" };
export type ShownScope =
  | Exclude<Scope, { readonly kind: "shape" }>
  | { readonly kind: "shape"; readonly constraints: readonly ShownConstraint[]; readonly resource: ResourceConstraint };

export type GrantRow = {
  readonly id: string;
  readonly state: "live" | "ended";
  readonly endCause: EndCause | null;
  readonly agentName: string;
  readonly toolName: string;
  readonly scope: ShownScope;
  readonly runId: string | null;
  readonly endsAt: string;
  readonly maxUses: number | null;
  readonly uses: number;
  readonly budgetMicroUsd: string | null;
  readonly spentMicroUsd: string;
  readonly lastUsedAt: string | null;
  readonly author: PersonRef;
  readonly onBehalfOf: PersonRef | null;
  readonly reason: string;
  /** The request with whose approval it came. */
  readonly approvalId: string;
  readonly liveAt: string;
  readonly endedAt: string | null;
  readonly endedBy: PersonRef | null;
  readonly endReason: string | null;
  readonly extension: { readonly until: string; readonly reason: string; readonly by: PersonRef; readonly askedAt: string } | null;
  /** Who confirmed its last extension. */
  readonly extendedBy: PersonRef | null;
  readonly can: { readonly revoke: boolean; readonly askExtension: boolean; readonly confirm: boolean; readonly withdraw: boolean };
};

export type GrantPage = { readonly items: readonly GrantRow[]; readonly nextCursor: string | null; readonly liveCount: number };

export type GrantUseRow = {
  readonly actionId: string;
  readonly at: string;
  readonly amountMicroUsd: string;
  readonly title: string;
  readonly state: ActionForPeople["state"];
};
export type UsesPage = { readonly items: readonly GrantUseRow[]; readonly nextCursor: string | null };

export type PastCall = {
  readonly actionId: string;
  readonly at: string;
  readonly title: string;
  readonly state: ActionForPeople["state"];
  readonly cause: ActionForPeople["cause"];
  readonly amountMicroUsd: string | null;
};

/** What a scope would have let through, of what asked people in the last days. */
export type Preview = {
  readonly days: number;
  /** How many calls of this agent and tool asked people; `isCut`: only the newest were looked at. */
  readonly asked: number;
  readonly isCut: boolean;
  readonly count: number;
  readonly amountMicroUsd: string;
  /** How many of them stated no amount. */
  readonly unstated: number;
  readonly ended: readonly { readonly state: ActionForPeople["state"]; readonly count: number }[];
  readonly newest: readonly PastCall[];
};
