import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";

/** The moment at which checks look; rows are made some days before it. */
export const AT = new Date("2026-11-20T12:00:00Z");
const DAY_MS = 86_400_000;
export const ago = (days: number) => new Date(AT.getTime() - days * DAY_MS);
let made = 0;
/** A name that no other row has. */
export const next = () => String(++made);

type Of = {
  readonly agent?: string;
  readonly team?: string;
  readonly taskClass?: string;
  readonly model?: string;
  readonly provider?: string;
};
/** One call, or more, in an hour of some days ago; US dollars. */
export async function spend(of: Of, days: number, usd: number, bucket = "priced", calls = 1): Promise<void> {
  const { id: dimensionId } = await prisma().costDimension.create({ data: { ...of, key: next() } });
  const none = {
    inputTokens: 1n,
    cacheReadTokens: 0n,
    cacheWrite5mTokens: 0n,
    cacheWrite1hTokens: 0n,
    outputTokens: 0n,
    reasoningTokens: 0n,
  };
  const free = {
    cacheReadPicoUsd: 0,
    cacheWrite5mPicoUsd: 0,
    cacheWrite1hPicoUsd: 0,
    outputPicoUsd: 0,
    reasoningPicoUsd: 0,
    reportedPicoUsd: 0,
  };
  const data = { ...none, ...free, hour: ago(days), dimensionId, bucket, calls, inputPicoUsd: String(Math.round(usd * 1e12)) };
  await prisma().costHourly.create({ data });
}

/** A live agent in production, unless said otherwise. */
export async function agent(name: string, over: Partial<Prisma.AgentUncheckedCreateInput> = {}): Promise<string> {
  const id = `agt_${name}`;
  const base = { id, name, purpose: "Sells", riskTier: "low", environment: "production", state: "live" };
  await prisma().agent.create({ data: { ...base, stateAt: ago(200), firstSeenAt: ago(200), updatedAt: ago(1), ...over } });
  return id;
}

/** A run that ended well and cost a dollar. */
export async function trace(over: Partial<Prisma.TraceUncheckedCreateInput> = {}): Promise<string> {
  const id = next().padStart(32, "0");
  const lists = { agents: [], tools: [], models: [] };
  const counts = { steps: 2, running: 0, errors: 0, llmSteps: 1, toolSteps: 0, ungoverned: 0, inputTokens: 0n, outputTokens: 0n };
  const base = { id, name: "run", nameKey: "0", hasRoot: true, isFailed: false, reportedCostPicoUsd: 0, pricedSteps: 1 };
  const times = { firstAt: ago(2), lastAt: ago(1.99), receivedAt: ago(1.99) };
  await prisma().trace.create({ data: { ...base, ...lists, ...counts, ...times, costPicoUsd: "1000000000000", ...over } });
  return id;
}

/** An action that succeeded. */
export async function action(over: Partial<Prisma.ActionUncheckedCreateInput> = {}): Promise<string> {
  const id = `act_${next()}`;
  const asked = {
    apiKeyId: "key",
    idempotencyKey: id,
    requestHash: id,
    agentName: "seller",
    riskTier: "low",
    toolName: "crm.write",
    args: "{}",
  };
  const told = {
    sideEffect: "reversible",
    digest: "sha256:0",
    summary: "s",
    initiatorType: "user",
    initiatorId: "sam",
    reason: "",
    retry: "never",
  };
  const decided = {
    state: "succeeded",
    cause: "policy",
    policyVersion: 1,
    evaluation: {},
    obligations: [],
    createdAt: ago(2),
    updatedAt: ago(2),
  };
  await prisma().action.create({ data: { id, ...asked, ...told, ...decided, ...over } });
  return id;
}

/** An entry of the record of some days ago, by a person. */
export const entry = (kind: string, days: number, over: Partial<Prisma.AuditOutboxUncheckedCreateInput> = {}) => {
  const id = `aud_${next()}`;
  const who = { actorType: "person", actorId: "per_1", subjectType: "agent", subjectId: "agt_1" };
  const proof = { schema: "s", schemaVersion: 1, bytes: Buffer.from("x"), leaf: Buffer.from("x"), recordedAt: ago(days) };
  return prisma().auditOutbox.create({ data: { id, kind, ...who, ...proof, occurredAt: ago(days), ...over } });
};
