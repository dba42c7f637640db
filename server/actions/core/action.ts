import type { ActionState, Cause, Flag, Retry } from "./states";

type Json = Readonly<Record<string, unknown>>;

/** An action as it is kept. */
export type StoredAction = {
  readonly id: string;
  readonly apiKeyId: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly agentId: string | null;
  readonly agentName: string;
  readonly teamId: string | null;
  readonly riskTier: string;
  readonly toolName: string;
  readonly toolVersion: string | null;
  readonly sideEffect: string;
  readonly resource: string | null;
  /** Canonical JSON of the arguments. */
  readonly args: string;
  readonly digest: string;
  readonly summary: string;
  readonly reasoning: string | null;
  readonly impact: Json | null;
  readonly runId: string | null;
  readonly taskClass: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly initiatorType: string;
  readonly initiatorId: string;
  readonly initiatorPersonId: string | null;
  readonly state: ActionState;
  readonly cause: Cause;
  readonly reason: string;
  readonly retry: Retry;
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly policyVersion: number;
  readonly evaluation: unknown;
  readonly obligations: readonly unknown[];
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly allowedUntil: Date | null;
  readonly consumeKey: string | null;
  readonly consumedAt: Date | null;
  readonly token: string | null;
  readonly leaseExpiresAt: Date | null;
  readonly receivedAt: Date | null;
  readonly receipt: unknown;
  readonly flag: Flag | null;
  /** The webhook endpoint that hears of the decision. */
  readonly callbackEndpointId: string | null;
  readonly updatedAt: Date;
};

/** What the gate writes down when it has answered; the rest comes later or never. */
export type NewAction = Omit<
  StoredAction,
  "consumeKey" | "consumedAt" | "token" | "leaseExpiresAt" | "receivedAt" | "receipt" | "flag" | "updatedAt"
>;

export const parseArgs = (action: Pick<StoredAction, "args">): Json => JSON.parse(action.args) as Json;
