import type { z } from "zod";
import { toResource } from "@/server/fleet/agent-view";
import { listAgents, readAgent } from "@/server/fleet/agents";
import type { AgentRow, ListAgentsQuery } from "@/server/fleet/schema";
import { ok, type Result } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { expectedOfAgents, expectOfAgent } from "@/server/spend/expected";
import type { RegistrationAnswer, RegistrationInput, RegistrationPage } from "./registration-schema";
import { saveAgent } from "./retire";

async function withEstimates(rows: readonly AgentRow[]): Promise<RegistrationAnswer[]> {
  const expected = await expectedOfAgents(rows.map(({ name }) => name));
  return rows.map((row) => ({ ...toResource(row), estimate: expected.get(row.name) ?? null }));
}

async function withEstimate(row: AgentRow): Promise<RegistrationAnswer> {
  return { ...toResource(row), estimate: (await expectedOfAgents([row.name])).get(row.name) ?? null };
}

/** Registers an agent or edits it, with what it is expected to do and to cost. Sent once more it comes to the same. */
export async function registerAgent(
  actor: Actor,
  name: string,
  { estimate, ...input }: RegistrationInput,
): Promise<Result<RegistrationAnswer>> {
  const saved = await saveAgent(actor, name, input);
  if (!saved.ok) return saved;
  if (estimate !== undefined) await expectOfAgent(actor, saved.value, estimate);
  return ok(await withEstimate(saved.value));
}

/** One entry of the registry. */
export async function describeAgent(actor: Actor, name: string): Promise<Result<RegistrationAnswer>> {
  const agent = await readAgent(actor, name);
  return agent.ok ? ok(await withEstimate(agent.value)) : agent;
}

/** A page of the registry. */
export async function describeAgents(actor: Actor, query: z.infer<typeof ListAgentsQuery>): Promise<Result<RegistrationPage>> {
  const page = await listAgents(actor, { group: "all", search: "", ...query });
  return page.ok ? ok({ items: await withEstimates(page.value.items), nextCursor: page.value.nextCursor }) : page;
}
