import { append, entryActor } from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import type { PrismaTx } from "@/server/platform/tx";
import type { StoredAction } from "./core/action";
import { type ArgsChange, diffArgs } from "./core/args-diff";
import { HIDDEN, tokensOf } from "./core/redaction";
import * as store from "./edit-store";
import { digestOf } from "./lifecycle";
import type { KeptRecord, ShownEdit } from "./schema";
import { veilsFor } from "./veils";

export type NewEdit = {
  readonly args: Readonly<Record<string, unknown>>;
  /** The same in canonical form. */
  readonly canonicalArgs: string;
  readonly summary: string;
  readonly reason: string;
  readonly onBehalfOfId: string | null;
  /** What policy said of the edited call. */
  readonly decided: KeptRecord;
  readonly policyVersion: number;
  /** By what it is put to people from now on; null when that stays as it is. */
  readonly asked: store.Replacement["asked"];
  readonly isRestarted: boolean;
};

type Edited = { readonly id: string; readonly digest: string; readonly changes: readonly ArgsChange[] };

/** What differs between the arguments that an action has and others. */
export const changesTo = (action: StoredAction, args: Readonly<Record<string, unknown>>): ArgsChange[] =>
  diffArgs(JSON.parse(action.args), args);

/**
 * Puts edited arguments in the place of those that `action` has, in the caller's transaction: the action's digest is
 * theirs from now on, so that nothing can run with the former ones, and those stay on record with who changed them,
 * why, and what policy said. Refused when the action no longer waits or was edited meanwhile.
 */
export async function editArgs(tx: PrismaTx, actor: PersonActor, action: StoredAction, edit: NewEdit, now: Date): Promise<Result<Edited>> {
  const { agentName, toolName, toolVersion, resource } = action;
  const digest = digestOf({ agent: agentName, tool: toolName, toolVersion, resource, args: edit.args });
  const replacement = { args: edit.canonicalArgs, digest, summary: edit.summary, asked: edit.asked };
  if (!(await store.replaceArgs(tx, action.id, action.digest, replacement, now))) {
    return refuse("not_pending", "The action does not wait for people any more.");
  }
  const changes = changesTo(action, edit.args);
  const id = newId("edit");
  await store.insertEdit(tx, {
    id,
    actionId: action.id,
    editorId: actor.id,
    onBehalfOfId: edit.onBehalfOfId,
    reason: edit.reason,
    argsBefore: action.args,
    argsAfter: edit.canonicalArgs,
    digestBefore: action.digest,
    digestAfter: digest,
    changes,
    policyVersion: edit.policyVersion,
    evaluation: edit.decided,
    isRestarted: edit.isRestarted,
    at: now,
  });
  await append(tx, {
    kind: "action.edited",
    actor: entryActor(actor),
    subject: { type: "action", id: action.id },
    actionId: action.id,
    agentName,
    occurredAt: now,
    data: {
      editId: id,
      digestBefore: action.digest,
      digestAfter: digest,
      changed: changes.length,
      policyVersion: edit.policyVersion,
      rule: edit.decided.evaluation?.rule?.id ?? null,
      effect: edit.decided.evaluation?.effect ?? null,
      isRestarted: edit.isRestarted,
      onBehalfOf: edit.onBehalfOfId,
    },
  });
  return ok({ id, digest, changes });
}

/** Whether the arguments of an action are other ones than those that its agent proposed. */
export const wasEdited = store.hasEdit;

/** The edits of an action, oldest first, as much of them as this person may see. */
export async function editsForPeople(actor: PersonActor, actionId: string, toolName: string): Promise<readonly ShownEdit[]> {
  const edits = await store.listEdits(actionId);
  if (edits.length === 0) return [];
  const veil = await veilsFor(actor, [toolName]);
  return edits.map(({ id, editorId, onBehalfOfId, reason, argsBefore, argsAfter, evaluation, ...edit }) => {
    const [before, after] = [argsBefore, argsAfter].map((args) => veil({ toolName, resource: null, args, evaluation }));
    const said = (text: string) => after?.text(before?.text(text) ?? text) ?? text;
    const changes = edit.changes.map(({ path }) => ({ path, before: seenAt(before?.args, path), after: seenAt(after?.args, path) }));
    return { id, editorId, onBehalfOfId, reason: said(reason), changes, isRestarted: edit.isRestarted, at: edit.at.toISOString() };
  });
}

/** What a reader sees at a JSON pointer: what stands below something hidden is hidden. Undefined where nothing is. */
function seenAt(args: unknown, pointer: string): unknown {
  let value = args;
  for (const token of tokensOf(pointer)) {
    if (value === HIDDEN) return HIDDEN;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[token];
  }
  return value;
}
