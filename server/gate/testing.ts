import { randomUUID } from "node:crypto";
import { beforeAll } from "vitest";
import type { ProposeInput } from "@/server/actions/schema";
import { decide } from "@/server/approvals/decisions";
import { putAgent, setGrant } from "@/server/fleet/agents";
import { createTool } from "@/server/fleet/tools";
import type { Result } from "@/server/kernel/result";
import { type KeyActor, mintKey, mintPerson, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { freshSigningKey } from "@/server/platform/testing/signing-key";
import { publish } from "@/server/policies/service";
import { askRestore, confirmRestore } from "./restores";
import { propose } from "./service";

export const person = (name: string, role: "approver" | "operator") =>
  mintPerson({ id: newId("person"), name, email: `${name}@reeve.demo`, roles: new Set([role]), groupIds: new Set() });
export const ana = person("ana", "approver");
export const mei = person("mei", "operator");
export const lea = person("lea", "operator");
export const key = mintKey({
  id: newId("apiKey"),
  name: "agents",
  scopes: new Set(["actions:write", "actions:read"] as const),
  agentName: null,
});

export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
export const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
export const call = (over: Partial<ProposeInput> = {}): ProposeInput => ({
  agent: "sales-agent",
  tool: "crm.read_account",
  args: { account: "acme" },
  initiator: { type: "user", id: "sam@acme.example" },
  ...over,
});
export const discount = (over: Partial<ProposeInput> = {}) =>
  call({ tool: "crm.apply_discount", args: { account: "acme", percent: 50 }, ...over });
export const ask = async (input: ProposeInput = call(), idempotencyKey: string = randomUUID(), actor: KeyActor = key) =>
  expectOk(await propose(actor, input, idempotencyKey));
export const actionId = (answer: { id: string | null }) => answer.id ?? "";
export const approve = async (answer: Awaited<ReturnType<typeof ask>>, verdict: "approve" | "reject" = "approve") =>
  decide(ana, { id: answer.approval?.id ?? "", verdict, reason: verdict === "reject" ? "Too much." : "" });
export const kindsOf = async (id: string) =>
  (await prisma().auditOutbox.findMany({ where: { actionId: id }, orderBy: { id: "asc" } })).map((entry) => entry.kind);
/** Starts a killed agent again: one asks, another agrees. */
export async function restore(agent: string): Promise<void> {
  const { id } = expectOk(await askRestore(mei, agent, "Fixed."));
  expectOk(await confirmRestore(lea, { name: agent, id }));
}
/** Registers a live agent that may call both tools. */
export const live = async (name: string) => {
  expectOk(await putAgent(systemActor, name, { state: "live", riskTier: "low", environment: "production" }));
  for (const tool of ["crm.read_account", "crm.apply_discount"])
    expectOk(await setGrant(systemActor, { agent: name, tool, isGranted: true }));
};

/** A database with one live agent, two tools and two rules, and a key to sign with. Call it once at the top of a test file; `database` says where they live. */
export function gateWorld(database: () => void = freshDatabase): void {
  freshSigningKey();
  database();
  beforeAll(async () => {
    const now = new Date();
    await prisma().person.createMany({
      data: [ana, mei, lea].map(({ id, name, email, roles }) => ({
        id,
        name,
        email,
        roles: [...roles],
        undoSeconds: 0,
        createdAt: now,
        updatedAt: now,
      })),
    });
    const tool = { version: "3", description: "A tool.", summary: null, sensitiveArgs: [] };
    expectOk(await createTool(systemActor, "crm.read_account", { ...tool, sideEffect: "read", argsSchema: null }));
    const argsSchema = {
      type: "object",
      properties: { account: { type: "string" }, percent: { type: "number", maximum: 100 } },
      required: ["account"],
    };
    expectOk(await createTool(systemActor, "crm.apply_discount", { ...tool, sideEffect: "irreversible", argsSchema }));
    await live("sales-agent");
    const rules = [
      {
        id: "no-gifts",
        order: 1,
        name: "No gifts",
        effect: "deny" as const,
        match: { tools: ["crm.apply_discount"] },
        when: "args.percent > 90",
        reason: "Nobody gives things away.",
      },
      {
        id: "small",
        order: 2,
        name: "Small discounts",
        effect: "allow" as const,
        match: { tools: ["crm.apply_discount"] },
        when: "args.percent <= 5",
        reason: "Small discounts are fine.",
      },
    ];
    expectOk(await publish(systemActor, { rules, reason: "For the test." }));
  });
}
