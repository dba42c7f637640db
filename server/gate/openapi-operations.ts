import type { z } from "zod";
import {
  ActionAnswer,
  ActionPage,
  ConsumeInput,
  GetActionQuery,
  KillAnswer,
  KillInput,
  Lease,
  ListActionsQuery,
  ProposeInput,
  ReceiptInput,
  RenewInput,
} from "@/server/actions/schema";
import { BudgetItems, BudgetsQuery } from "@/server/budgets/schema";
import { ListAgentsQuery } from "@/server/fleet/schema";
import type { ProblemCode } from "@/server/kernel/problems";
import type { Scope } from "@/server/kernel/roles";
import { ListRecordsInput, RecordInputSchema, RecordPage, RecordResource } from "@/server/records/schema";
import { FocusQuery, SpendAnswer, SpendQuery } from "@/server/spend/counted-schema";
import { ReadTraceQuery, TraceAnswer } from "@/server/traces/schema";
import { RegistrationAnswer, RegistrationInput, RegistrationPage } from "./registration-schema";

export type Operation = {
  readonly method: "get" | "post" | "put";
  readonly path: string;
  readonly tag: "Actions" | "Agents" | "Keys" | "Records" | "Spend" | "Traces";
  readonly summary: string;
  readonly description: string;
  /** Any one of these is enough; none means that no key is needed. */
  readonly scopes: readonly Scope[];
  readonly isIdempotent?: boolean;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType | "csv" | "events" | "jwks";
  readonly codes: readonly ProblemCode[];
};

const READ: readonly Scope[] = ["actions:read", "actions:write"];
const SEEN = "A key sees what it proposed itself; with actions:read also what any agent proposed, or its one agent if it is bound.";
const ACTS = "For the key that proposed the action, or a key that is bound to its agent.";

const HOURS =
  "from is inclusive, to is not: days (midnight in the zone of the organisation) or whole hours (RFC 3339); the month so far where neither is said, 400 days at most. A key that is bound to one agent sees that agent alone.";

/** What the machine API offers, in the order of its use. The schemas are those that the routes parse with. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: "post",
    path: "/api/v1/actions",
    tag: "Actions",
    summary: "Propose an action",
    description:
      "Decides what an agent is about to do: allow, deny or pending. The same Idempotency-Key and body answer the same action in its current state; waitMs may differ. A dry run decides and stores nothing.",
    scopes: ["actions:write"],
    isIdempotent: true,
    body: ProposeInput,
    answer: ActionAnswer,
    codes: ["agent_mismatch", "idempotency_conflict", "too_large"],
  },
  {
    method: "get",
    path: "/api/v1/actions",
    tag: "Actions",
    summary: "List actions",
    description: `Newest first. ${SEEN}`,
    scopes: READ,
    query: ListActionsQuery,
    answer: ActionPage,
    codes: [],
  },
  {
    method: "get",
    path: "/api/v1/actions/{id}",
    tag: "Actions",
    summary: "Read an action",
    description: `The action as it is now; with waitMs, as soon as it is decided. ${SEEN}`,
    scopes: READ,
    query: GetActionQuery,
    answer: ActionAnswer,
    codes: ["not_found"],
  },
  {
    method: "get",
    path: "/api/v1/actions/stream",
    tag: "Actions",
    summary: "Follow decisions",
    description:
      "Server-sent events named decision, for the actions that this key proposed; data is the action as it is now, id the cursor after it. Resume with the query cursor or the header Last-Event-ID. Without one, it begins now.",
    scopes: READ,
    answer: "events",
    codes: [],
  },
  {
    method: "post",
    path: "/api/v1/actions/{id}/consume",
    tag: "Actions",
    summary: "Consume an allowed action",
    description: `Turns it into one execution, once. The same Idempotency-Key gets the same token while the lease of five minutes lasts. The token is a compact JWS (EdDSA), verifiable from /.well-known/jwks.json. ${ACTS}`,
    scopes: ["actions:write"],
    isIdempotent: true,
    body: ConsumeInput,
    answer: Lease,
    codes: ["not_found", "already_consumed", "not_allowed", "digest_mismatch", "expired", "revoked"],
  },
  {
    method: "post",
    path: "/api/v1/actions/{id}/renew",
    tag: "Actions",
    summary: "Renew an execution lease",
    description: `Five more minutes, against the token. ${ACTS}`,
    scopes: ["actions:write"],
    body: RenewInput,
    answer: Lease,
    codes: ["not_found", "not_consumed", "expired", "revoked"],
  },
  {
    method: "post",
    path: "/api/v1/actions/{id}/receipt",
    tag: "Actions",
    summary: "Report what happened",
    description: `Bound to the approved digest: a receipt for another one is stored, refused and raised. ${ACTS}`,
    scopes: ["actions:write"],
    body: ReceiptInput,
    answer: ActionAnswer,
    codes: ["not_found", "not_consumed", "already_received", "digest_mismatch", "too_large"],
  },
  {
    method: "post",
    path: "/api/v1/actions/{id}/cancel",
    tag: "Actions",
    summary: "Withdraw a pending action",
    description: ACTS,
    scopes: ["actions:write"],
    answer: ActionAnswer,
    codes: ["not_found", "not_pending"],
  },
  {
    method: "get",
    path: "/api/v1/agents",
    tag: "Agents",
    summary: "List agents",
    description: "The registry, by name.",
    scopes: ["agents:read", "agents:write"],
    query: ListAgentsQuery,
    answer: RegistrationPage,
    codes: [],
  },
  {
    method: "get",
    path: "/api/v1/agents/{name}",
    tag: "Agents",
    summary: "Read an agent",
    description: "One entry of the registry.",
    scopes: ["agents:read", "agents:write"],
    answer: RegistrationAnswer,
    codes: ["not_found"],
  },
  {
    method: "put",
    path: "/api/v1/agents/{name}",
    tag: "Agents",
    summary: "Register or edit an agent",
    description:
      "What is absent stays as it is. With an estimate, of runs a month and of what a run costs in micro-USD, its owner and the operators are told once the agent costs more than a quarter beyond it.",
    scopes: ["agents:write"],
    body: RegistrationInput,
    answer: RegistrationAnswer,
    codes: ["agent_mismatch", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/agents/{name}/kill",
    tag: "Agents",
    summary: "Stop an agent",
    description:
      "Once this has answered, nothing is allowed or consumed for the agent. Starting it again is for people in a session alone: no key restores an agent.",
    scopes: ["agents:write"],
    body: KillInput,
    answer: KillAnswer,
    codes: ["agent_mismatch", "not_found", "conflict"],
  },
  {
    method: "get",
    path: "/api/v1/records",
    tag: "Records",
    summary: "List records of evidence",
    description:
      "What happened outside of Reeve and counts for the maturity scorecard, newest first; with state=all also what was corrected or withdrawn. A key that is bound to one agent sees the records of that agent alone.",
    scopes: ["maturity:read", "records:write"],
    query: ListRecordsInput,
    answer: RecordPage,
    codes: ["agent_mismatch"],
  },
  {
    method: "post",
    path: "/api/v1/records",
    tag: "Records",
    summary: "Add a record of evidence",
    description:
      "A training, a release, a drill: its kind says which facts it holds and what it is about (an agent by name, a person by e-mail address, a team by name). With corrects it stands in the place of an earlier record of the same kind, which counts no more. The same Idempotency-Key and body answer the same record.",
    scopes: ["records:write"],
    isIdempotent: true,
    body: RecordInputSchema,
    answer: RecordResource,
    codes: ["agent_mismatch", "conflict", "idempotency_conflict"],
  },
  {
    method: "get",
    path: "/api/v1/traces/{traceId}",
    tag: "Traces",
    summary: "Read a trace",
    description:
      "Its steps, parents before children. inputTokens includes cached ones; costMicroUsd is null when unpriced; counted says where a call of a model counts, once. With format=otlp or format=chrome the answer is a file instead: the spans as JSON of OTLP, redacted, or the steps in the Trace Event Format that Perfetto opens; both are on the record. A key that is bound to one agent sees the traces that this agent has a part in.",
    scopes: ["traces:read"],
    query: ReadTraceQuery,
    answer: TraceAnswer,
    codes: ["not_found"],
  },
  {
    method: "get",
    path: "/api/v1/spend",
    tag: "Spend",
    summary: "Read what calls of models cost",
    description: `${HOURS} groupBy takes agent, team, model, taskClass and day, comma-separated; the groups add up to totalMicroUsd. unpriced counts the calls whose cost is not known: they are not in the total.`,
    scopes: ["spend:read"],
    query: SpendQuery,
    answer: SpendAnswer,
    codes: [],
  },
  {
    method: "get",
    path: "/api/v1/spend/focus.csv",
    tag: "Spend",
    summary: "Export spend as FOCUS 1.2",
    description: `${HOURS} A row for each day of the organisation, agent, team, model, class of tokens and price. ListCost is ListUnitPrice times PricingQuantity exactly; BilledCost adds up to the total of the same hours. What has no price is not in the file. Each export is on the record.`,
    scopes: ["spend:read"],
    query: FocusQuery,
    answer: "csv",
    codes: [],
  },
  {
    method: "get",
    path: "/api/v1/budgets",
    tag: "Spend",
    summary: "Read what budgets leave",
    description:
      "The budgets that bind an agent, with what is spent, held for calls under way, and remaining, in the unit of each: an agent can plan by it. acts says whether calls are stopped before they are made (those that state their worstCase) or at the gate call after. A key that is bound to one agent hears of that agent; another names one, or hears of all budgets.",
    scopes: ["spend:read"],
    query: BudgetsQuery,
    answer: BudgetItems,
    codes: ["agent_mismatch"],
  },
  {
    method: "get",
    path: "/.well-known/jwks.json",
    tag: "Keys",
    summary: "Public signing keys",
    description: "Verifies execution tokens (RFC 7517).",
    scopes: [],
    answer: "jwks",
    codes: [],
  },
];
