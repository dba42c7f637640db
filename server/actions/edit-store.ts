import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import type { ArgsChange } from "./core/args-diff";

/** An edit of an action's arguments as it is kept. */
export type StoredEdit = {
  readonly id: string;
  readonly actionId: string;
  readonly editorId: string;
  readonly onBehalfOfId: string | null;
  readonly reason: string;
  readonly argsBefore: string;
  readonly argsAfter: string;
  readonly digestBefore: string;
  readonly digestAfter: string;
  readonly changes: readonly ArgsChange[];
  readonly policyVersion: number;
  readonly evaluation: unknown;
  readonly isRestarted: boolean;
  readonly at: Date;
};

export async function insertEdit(tx: Tx, edit: StoredEdit): Promise<void> {
  await tx.execute(
    `insert into action_edit (id, action_id, editor_id, on_behalf_of_id, reason, args_before, args_after, digest_before, digest_after,
       changes, policy_version, evaluation, is_restarted, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::int, $12::jsonb, $13, $14::timestamptz)`,
    ...[edit.id, edit.actionId, edit.editorId, edit.onBehalfOfId, edit.reason, edit.argsBefore, edit.argsAfter],
    ...[edit.digestBefore, edit.digestAfter, JSON.stringify(edit.changes), edit.policyVersion, JSON.stringify(edit.evaluation)],
    ...[edit.isRestarted, edit.at],
  );
}

/** What of an action an edit replaces. Which rule sent it to people changes only when another chain begins or the rule is another. */
export type Replacement = {
  readonly args: string;
  readonly digest: string;
  readonly summary: string;
  readonly asked: {
    readonly ruleId: string | null;
    readonly ruleVersion: number | null;
    readonly policyVersion: number;
    readonly reason: string;
    readonly evaluation: unknown;
  } | null;
};

/** Puts other arguments in the place of those with `digest`; false when the action no longer waits, or has others by now. */
export async function replaceArgs(tx: Tx, id: string, digest: string, to: Replacement, now: Date): Promise<boolean> {
  const { asked } = to;
  const count = await tx.execute(
    `update action set args = $3, digest = $4, summary = $5, updated_at = $6::timestamptz,
       rule_id = case when $7 then $8 else rule_id end, rule_version = case when $7 then $9::int else rule_version end,
       policy_version = case when $7 then $10::int else policy_version end, reason = case when $7 then $11 else reason end,
       evaluation = case when $7 then $12::jsonb else evaluation end
     where id = $1 and digest = $2 and state = 'awaiting'`,
    ...[id, digest, to.args, to.digest, to.summary, now, asked !== null, asked?.ruleId ?? null, asked?.ruleVersion ?? null],
    ...[asked?.policyVersion ?? null, asked?.reason ?? null, asked === null ? null : JSON.stringify(asked.evaluation)],
  );
  return count === 1;
}

/** The edits of an action, oldest first. */
export const listEdits = async (actionId: string): Promise<readonly StoredEdit[]> =>
  (await prisma().actionEdit.findMany({ where: { actionId }, orderBy: [{ at: "asc" }, { id: "asc" }] })) as unknown as StoredEdit[];

export const hasEdit = async (tx: PrismaTx, actionId: string): Promise<boolean> =>
  (await tx.prisma.actionEdit.findFirst({ where: { actionId }, select: { id: true } })) !== null;
