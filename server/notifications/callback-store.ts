import { prisma } from "@/server/platform/db";
import type { Tx } from "@/server/platform/tx";

type CallbackRow = {
  readonly noticeId: string;
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly actionId: string;
  readonly title: string;
  readonly path: string;
  readonly facts: { readonly [key: string]: unknown };
};

/** The endpoints that are on, oldest first. */
export const listLiveEndpoints = () =>
  prisma().webhookEndpoint.findMany({
    where: { removedAt: null, disabledAt: null },
    select: { id: true, url: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });

const CALL_BACK = `
with written as (
  insert into notice (id, kind, subject_type, subject_id, is_important, title, body, facts, path, group_key, dedupe_key, created_at)
  values ($1, 'action.decided', 'action', $2, false, $3, '', $4::jsonb, $5, 'action:' || $2, 'action.decided:' || $2, $6::timestamptz)
  on conflict (dedupe_key) do nothing returning id
)
insert into delivery (id, notice_id, channel, purpose, endpoint_id, is_important, state, attempts, next_attempt_at, created_at)
select $7, id, 'webhook', 'notice', $8, false, 'waiting', 0, $6::timestamptz, $6::timestamptz from written`;

/** Writes one call to one endpoint; an action that was told of before leaves nothing. */
export const insertCallback = (tx: Tx, { facts, ...row }: CallbackRow, now: Date): Promise<number> =>
  tx.execute(CALL_BACK, row.noticeId, row.actionId, row.title, JSON.stringify(facts), row.path, now, row.deliveryId, row.endpointId);
