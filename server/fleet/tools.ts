import { append, entryActor } from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfText } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { schemaFaults } from "./args-schema";
import type { AgentState } from "./core/lifecycle";
import { templateFault } from "./core/summary";
import { NAME_PATTERN, NAME_RULE, type SideEffect } from "./core/vocabulary";
import type { JsonSchema, ToolInput, ToolRow, ToolView } from "./schema";
import * as store from "./tool-store";

const NAME_TAKEN = "There is a tool of that name already, perhaps an archived one. Choose another name, or bring that one back.";
const REFUSED = {
  read: refuse("forbidden", "This key lacks the scope agents:read."),
  edit: refuse("forbidden", "Only operators may edit tools."),
  changed: refuse("conflict", "Someone else changed this tool meanwhile. Look at it again, then repeat your change."),
  taken: refuse("conflict", NAME_TAKEN, { errors: [{ path: "name", message: NAME_TAKEN }] }),
} as const;
const notFound = (name: string) => refuse("not_found", `There is no tool named ${name}.`);

function toRow(tool: store.FullTool): ToolRow {
  return {
    id: tool.id,
    name: tool.name,
    version: tool.version,
    description: tool.description,
    sideEffect: tool.sideEffect as SideEffect,
    argsSchema: tool.argsSchema as JsonSchema | null,
    summary: tool.summary,
    sensitiveArgs: tool.sensitiveArgs,
    revision: tool.revision,
    agentCount: tool.agents.length,
    createdAt: tool.createdAt.toISOString(),
    updatedAt: tool.updatedAt.toISOString(),
    archivedAt: tool.archivedAt?.toISOString() ?? null,
  };
}

const toView = (actor: Actor, tool: store.FullTool): ToolView => ({
  ...toRow(tool),
  agents: tool.agents.map(({ agent }) => ({ name: agent.name, state: agent.state as AgentState })),
  can: { edit: access.editCatalogue(actor) },
});

/** Every tool by name, archived ones too. */
export async function listTools(actor: Actor): Promise<Result<ToolRow[]>> {
  return access.read(actor) ? ok((await store.listTools()).map(toRow)) : REFUSED.read;
}

/** One tool with the agents that may call it. */
export async function readTool(actor: Actor, name: string): Promise<Result<ToolView>> {
  if (!access.read(actor)) return REFUSED.read;
  const tool = await store.findTool(name);
  return tool === null ? notFound(name) : ok(toView(actor, tool));
}

/** What is wrong with a tool as it was written, or null. */
function faultsOf(name: string, input: ToolInput) {
  if (!NAME_PATTERN.test(name)) return refuse("invalid_request", NAME_RULE, { errors: [{ path: "name", message: NAME_RULE }] });
  const errors = input.argsSchema === null ? [] : schemaFaults(input.argsSchema);
  const summary = input.summary === null ? null : templateFault(input.summary, input.argsSchema, input.sensitiveArgs);
  if (summary !== null) errors.push({ path: "summary", message: summary });
  const [first] = errors;
  return first === undefined ? null : refuse("invalid_request", `${first.path}: ${first.message}`, { errors });
}

const columns = (input: ToolInput, now: Date) => ({
  version: input.version,
  description: input.description,
  sideEffect: input.sideEffect,
  argsSchema: store.jsonOrNull(input.argsSchema),
  summary: input.summary,
  sensitiveArgs: [...new Set(input.sensitiveArgs)],
  updatedAt: now,
});

/** What the record keeps of a tool: enums and digests, so that what a rule saw can be proved later. */
const recorded = (input: ToolInput) => ({
  sideEffect: input.sideEffect,
  definitionDigest: digestOfText(JSON.stringify([input.version, input.description, input.argsSchema, input.summary, input.sensitiveArgs])),
});

const written = async (actor: Actor, name: string): Promise<Result<ToolView>> => {
  const tool = await store.findTool(name);
  invariant(tool !== null, "a tool was written and is not there");
  return ok(toView(actor, tool));
};

/** Adds a tool to the catalogue under a name that none has had. */
export async function createTool(actor: Actor, name: string, input: ToolInput, now: Date = clock.now()): Promise<Result<ToolView>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  const faults = faultsOf(name, input);
  if (faults !== null) return faults;
  const id = newId("tool");
  const isNew = await inTransaction(async (tx) => {
    if (!(await store.insertTool(tx, { id, name, ...columns(input, now), createdAt: now }))) return false;
    await record(tx, actor, { kind: "tool.created", id, data: { revision: 1, ...recorded(input) } }, now);
    return true;
  });
  return isNew ? written(actor, name) : REFUSED.taken;
}

/** Edits a tool. An edit based on another revision than the present one changes nothing and says so. */
export async function updateTool(actor: Actor, name: string, input: ToolInput, now: Date = clock.now()): Promise<Result<ToolView>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  const faults = faultsOf(name, input);
  if (faults !== null) return faults;
  const tool = await store.findTool(name);
  if (tool === null) return notFound(name);
  const revision = input.revision ?? tool.revision;
  const isDone = await inTransaction(async (tx) => {
    if (!(await store.updateTool(tx, { id: tool.id, revision }, columns(input, now)))) return false;
    const data = { revision: revision + 1, from: { sideEffect: tool.sideEffect }, ...recorded(input) };
    await record(tx, actor, { kind: "tool.updated", id: tool.id, data }, now);
    return true;
  });
  return isDone ? written(actor, name) : REFUSED.changed;
}

/** Takes a tool out of use, or back into use. An archived tool is unknown to the gate; nothing of it is deleted. */
export async function archiveTool(
  actor: Actor,
  { name, isArchived }: { name: string; isArchived: boolean },
  now: Date = clock.now(),
): Promise<Result<ToolView>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  const tool = await store.findTool(name);
  if (tool === null) return notFound(name);
  const isDone = await inTransaction(async (tx) => {
    const where = { id: tool.id, revision: tool.revision, archivedAt: isArchived ? null : { not: null } };
    if (!(await store.updateTool(tx, where, { archivedAt: isArchived ? now : null, updatedAt: now }))) return false;
    const kind = isArchived ? ("tool.archived" as const) : ("tool.unarchived" as const);
    await record(tx, actor, { kind, id: tool.id, data: { revision: tool.revision + 1 } }, now);
    return true;
  });
  return isDone ? written(actor, name) : REFUSED.changed;
}

type ToolEntry = { readonly kind: `tool.${string}`; readonly id: string; readonly data: Parameters<typeof append>[1]["data"] };

const record = (tx: PrismaTx, actor: Actor, { kind, id, data }: ToolEntry, now: Date) =>
  append(tx, { kind, actor: entryActor(actor), subject: { type: "tool", id }, occurredAt: now, data });
