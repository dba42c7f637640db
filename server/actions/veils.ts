import { sensitiveArgsOf } from "@/server/fleet/sensitive-args";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { parseArgs, type StoredAction } from "./core/action";
import { type Declared, type Sight, type Veil, veilOf } from "./core/veil";
import type { DecisionRecord } from "./schema";
import * as store from "./store";

type Veiled = Pick<StoredAction, "toolName" | "resource" | "args" | "evaluation">;

/** What the tool declared when the action was proposed; undefined where the record is older than the keeping of it. */
function declaredAtProposal(evaluation: unknown): Declared["atProposal"] {
  const { sensitiveArgs, facts } = evaluation as Partial<DecisionRecord>;
  return sensitiveArgs === undefined && facts?.tool?.isRegistered === false ? null : sensitiveArgs;
}

type Now = ReadonlyMap<string, readonly string[]>;

const veilWith =
  (sight: Sight, now: Now) =>
  (action: Veiled): Veil =>
    veilOf(
      sight,
      { toolName: action.toolName, resource: action.resource, args: parseArgs(action) },
      { atProposal: declaredAtProposal(action.evaluation), now: now.get(action.toolName) ?? null },
    );

/** Everything. */
export const unveiled = veilWith("all", new Map());

/** What this person may see of actions that call these tools. */
export async function veilsFor(actor: PersonActor, toolNames: readonly string[]): Promise<(action: Veiled) => Veil> {
  const sight = access.sight(actor);
  return sight === "all" ? unveiled : veilWith(sight, await sensitiveArgsOf(toolNames));
}

type Named = { readonly actionId: string; readonly toolName: string };

/** What was written about an action, as this person may read it. */
export type Lines = {
  /** The line that names it. */
  readonly title: (actionId: string, title: string) => string;
  readonly text: (actionId: string, text: string) => string;
  /** Whether nothing of it is hidden. */
  readonly isWhole: (actionId: string) => boolean;
};

const AS_WRITTEN: Lines = { title: (_, title) => title, text: (_, text) => text, isWhole: () => true };

/** How what was written about these actions reads for this person. */
export async function linesFor(actor: PersonActor, named: readonly Named[]): Promise<Lines> {
  const sight = access.sight(actor);
  if (sight === "all" || named.length === 0) return AS_WRITTEN;
  const now = await sensitiveArgsOf(named.map(({ toolName }) => toolName));
  const openTools = [...now].flatMap(([name, pointers]) => (pointers.length === 0 ? [name] : []));
  const ids = named.map(({ actionId }) => actionId);
  const veil = veilWith(sight, now);
  const veils = new Map((await store.listVeiled(ids, openTools)).map((action) => [action.id, veil(action)]));
  return {
    title: (actionId, title) => veils.get(actionId)?.title(title) ?? title,
    text: (actionId, text) => veils.get(actionId)?.text(text) ?? text,
    isWhole: (actionId) => (veils.get(actionId)?.because ?? null) === null,
  };
}
