import { z } from "zod";
import { ReasonSchema } from "@/server/fleet/schema";
import type { Evaluation, Facts, KeptEvaluation } from "@/server/policies/schema";
import type { ArgsChange } from "./core/args-diff";
import { ACTION_STATES, CAUSES, DECISIONS, type FLAGS, OUTCOMES, RETRIES } from "./core/states";
import type { Because } from "./core/veil";

const line = (max: number) => z.string().min(1, "must not be empty").max(max, `must have ${max} or fewer characters`);
/** Names come from agents: one word, so that no look-alike of two can be made with spaces. */
const name = line(128).regex(/^[^\s\p{C}]+$/u, "must not contain spaces or control characters");
const JsonObject = z.record(z.string(), z.unknown());

/** Integer micro-USD as a string of digits, since it may pass 2^53. */
const MicroUsd = z.string().regex(/^(0|[1-9]\d{0,17})$/, "must be a whole number of micro-USD as a string of up to 18 digits");

export const IdempotencyKeySchema = z
  .string({ error: "the header Idempotency-Key is required" })
  .min(1, "must have 1 to 255 characters")
  .max(255, "must have 1 to 255 characters");

export const WaitMsSchema = z
  .int("must be a whole number of milliseconds")
  .min(0, "must be 0 or more")
  .max(55_000, "must be 55000 or less");

export const DigestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be "sha256:" and 64 hexadecimal digits');

/** `POST /api/v1/actions`: what an agent is about to do. */
export const ProposeInput = z.strictObject({
  agent: name.meta({ description: "Name of the agent, e.g. sales-agent" }),
  tool: name.meta({ description: "Name of the tool, e.g. crm.apply_discount" }),
  toolVersion: line(64).nullish(),
  args: JsonObject.meta({ description: "Arguments of the call; at most 256 KiB" }),
  resource: line(1_024).nullish().meta({ description: "What the call touches, e.g. crm:account/acme" }),
  reasoning: z.string().max(20_000).nullish().meta({ description: "The agent's own words; shown to people as untrusted text" }),
  impact: z
    .strictObject({
      amountMicroUsd: MicroUsd.nullish(),
      records: z.int().min(0).nullish(),
      external: z.boolean().nullish(),
      reversible: z.boolean().nullish(),
    })
    .nullish(),
  run: z
    .strictObject({
      id: line(255).nullish(),
      taskClass: line(128).nullish(),
      traceId: z.string().max(64).nullish(),
      spanId: z.string().max(32).nullish(),
    })
    .nullish(),
  initiator: z
    .strictObject({ type: line(64), id: line(320) })
    .meta({ description: "Who set the run off, as the agent claims it; a user is matched to a person by e-mail" }),
  worstCase: z
    .strictObject({ costMicroUsd: MicroUsd.nullish(), tokens: z.int().min(0).nullish() })
    .nullish()
    .meta({ description: "The most that the model calls around this action may cost: budgets hold it until it is known what was used" }),
  waitMs: WaitMsSchema.default(0),
  callbackUrl: z
    .string()
    .max(2_000)
    .nullish()
    .meta({ description: "Is told once the decision that people owe is there; the address of a webhook that an administrator registered" }),
  dryRun: z.boolean().default(false),
});
export type ProposeInput = z.input<typeof ProposeInput>;
export type Proposal = z.output<typeof ProposeInput>;

export const ConsumeInput = z.strictObject({ actionDigest: DigestSchema });
export type ConsumeInput = z.infer<typeof ConsumeInput>;

export const ReceiptInput = z.strictObject({
  token: z.string().min(1).max(16_384),
  status: z.enum(OUTCOMES),
  actionDigest: DigestSchema,
  output: z.unknown().optional(),
  changes: z
    .array(z.strictObject({ resource: line(1_024), before: z.unknown(), after: z.unknown() }))
    .max(1_000)
    .optional(),
  error: z.unknown().optional(),
  durationMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  compensates: z.string().max(64).nullish().meta({ description: "Id of the action that this one undid" }),
});
export type ReceiptInput = z.infer<typeof ReceiptInput>;

export const RenewInput = z.strictObject({ token: z.string().min(1).max(16_384) });

export const ActionStateSchema = z.enum(ACTION_STATES);

/** `GET /api/v1/actions`. */
export const ListActionsQuery = z.strictObject({
  agent: line(128).optional(),
  state: ActionStateSchema.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /api/v1/actions/{id}`. */
export const GetActionQuery = z.strictObject({ waitMs: z.coerce.number().pipe(WaitMsSchema).default(0) });

/** `GET /api/v1/actions/stream`. */
export const StreamQuery = z.strictObject({ cursor: z.string().optional() });

/** `POST /api/v1/agents/{name}/kill`. */
export const KillInput = z.strictObject({ reason: ReasonSchema });

export const KillAnswer = z.object({
  agent: z.string(),
  state: z.literal("suspended"),
  frozenApprovals: z.int(),
  revokedActions: z.int(),
});

/** The approval request of an action as agents see it. */
export const ActionApproval = z.object({
  id: z.string(),
  url: z.string(),
  state: z.string(),
  dueAt: z.string(),
  expiresAt: z.string(),
  pollAfterMs: z.int(),
});
export type ActionApproval = z.infer<typeof ActionApproval>;

/** The gate's answer: the current state of an action in the words of the contract. */
export const ActionAnswer = z.object({
  id: z.string().nullable().meta({ description: "Null for a dry run, which stores nothing" }),
  decision: z.enum(DECISIONS),
  cause: z.enum(CAUSES),
  reason: z.string(),
  rule: z.object({ id: z.string(), version: z.int() }).nullable(),
  policyVersion: z.int(),
  retry: z.enum(RETRIES),
  actionDigest: DigestSchema,
  args: JsonObject,
  obligations: z.array(z.unknown()),
  approval: ActionApproval.nullable(),
  agent: z.string(),
  tool: z.string(),
  state: ActionStateSchema,
  createdAt: z.string(),
});
export type ActionAnswer = z.infer<typeof ActionAnswer>;

export const ActionPage = z.object({ items: z.array(ActionAnswer), nextCursor: z.string().nullable() });

export const Lease = z.object({ token: z.string(), args: JsonObject, leaseExpiresAt: z.string() });
export type Lease = z.infer<typeof Lease>;

/** What a decision rested on, as it is stored with the action. `evaluation` is null where a check before policy ended it. */
export type DecisionRecord = {
  readonly facts: Facts;
  readonly evaluation: Evaluation | null;
  /** The check that answered, e.g. `kill_switch`, `registration` or `policy`. */
  readonly check: string;
  /** The version of the tool that is registered; the facts hold the one that the agent named. */
  readonly registeredToolVersion: string | null;
  /**
   * JSON pointers of the arguments that the tool declared sensitive at that time; null when the gate did not know the
   * tool. Records from before this was kept have none.
   */
  readonly sensitiveArgs?: readonly string[] | null;
  /** The standing grant that allowed it; absent when something else decided. */
  readonly grantId?: string;
};

/** The same as it is stored. */
export type KeptRecord = Omit<DecisionRecord, "evaluation"> & { readonly evaluation: KeptEvaluation | null };

/**
 * What people see of an action. Arguments that are hidden from the reader are replaced, their pointers listed in
 * `hiddenArgs`; their values are blacked out in texts too. Times are ISO strings.
 */
export type ActionForPeople = {
  readonly id: string;
  readonly apiKeyId: string;
  readonly agentName: string;
  readonly agentId: string | null;
  readonly teamId: string | null;
  readonly riskTier: string;
  readonly toolName: string;
  readonly toolVersion: string | null;
  readonly sideEffect: string;
  readonly resource: string | null;
  readonly args: Readonly<Record<string, unknown>>;
  readonly hiddenArgs: readonly string[];
  /** Why something of it is hidden from this reader; null when nothing is. */
  readonly hiddenBecause: Because | null;
  readonly digest: string;
  readonly summary: string;
  readonly reasoning: string | null;
  readonly impact: Proposal["impact"];
  readonly run: {
    readonly id: string | null;
    readonly taskClass: string | null;
    readonly traceId: string | null;
    readonly spanId: string | null;
  };
  readonly initiator: { readonly type: string; readonly id: string; readonly personId: string | null };
  readonly state: z.infer<typeof ActionStateSchema>;
  readonly decision: ActionAnswer["decision"];
  readonly cause: ActionAnswer["cause"];
  readonly reason: string;
  readonly retry: ActionAnswer["retry"];
  readonly rule: ActionAnswer["rule"];
  readonly policyVersion: number;
  readonly obligations: readonly unknown[];
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly allowedUntil: string | null;
  readonly consumedAt: string | null;
  readonly leaseExpiresAt: string | null;
  readonly receivedAt: string | null;
  readonly flag: (typeof FLAGS)[number] | null;
  readonly updatedAt: string;
};

/** The same with what only one action at a time is worth: why it was decided so, and how it ended. */
export type ActionDetail = ActionForPeople & {
  readonly record: DecisionRecord;
  readonly receipt: ShownReceipt | null;
  /** Whether this reader may see what is hidden, on the record. */
  readonly canReveal: boolean;
};

/** An edit of an action's arguments as people read it: what is absent on a side of a change is left out. */
export type ShownEdit = {
  readonly id: string;
  readonly editorId: string;
  readonly onBehalfOfId: string | null;
  readonly reason: string;
  readonly changes: readonly ArgsChange[];
  readonly isRestarted: boolean;
  readonly at: string;
};

/** What an auditor sees of an action once they had it revealed. */
export type RevealedAction = Pick<ActionForPeople, "args" | "resource" | "summary" | "reasoning" | "reason"> & {
  readonly receipt: ShownReceipt | null;
};

/** A receipt as it is kept. A refused one stays on record beside the flag that it raised. */
export type StoredReceipt = Omit<ReceiptInput, "token"> & { readonly receivedAt: string; readonly accepted: boolean };

/** The same as one reader sees it: parts that are hidden whole are left out and named, values that are hidden replaced. */
export type ShownReceipt = StoredReceipt & { readonly hidden: readonly ("output" | "changes" | "error")[] };

/** The list of actions for people. */
export const ListForPeopleInput = z.object({
  agent: z.string().max(128).nullish(),
  tool: z.string().max(128).nullish(),
  state: ActionStateSchema.nullish(),
  decision: z.enum(DECISIONS).nullish(),
  from: z.iso.datetime({ offset: true }).nullish(),
  to: z.iso.datetime({ offset: true }).nullish(),
  cursor: z.string().max(512).nullish(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListForPeopleInput = z.input<typeof ListForPeopleInput>;

export type ActionListPage = { readonly items: readonly ActionForPeople[]; readonly nextCursor: string | null };
