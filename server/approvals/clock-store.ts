import { queryRows, type ReadTx } from "@/server/platform/tx";
import { CHANGED_NOW, MOVED, TOUCHED, type Touched } from "./change-sql";
import { BREACH_BONUS_MS, MOST_WAITING, WAITING_BONUS_MS } from "./core/deadlines";

/** Ends up to `limit` pending requests whose time is over, the longest over first; a vote whose moment came before the end counts. Rows that others work on are skipped. */
export const expireDue = (tx: ReadTx, limit: number, now: Date): Promise<Touched[]> =>
  queryRows(
    tx,
    `with late as (select id from approval where state = 'pending' and expires_at <= $1::timestamptz
        and (settles_at is null or settles_at >= expires_at) order by expires_at limit $2::int for update skip locked)
     update approval p set state = 'expired', change = 'expired', changed_by_id = null, decided_at = $1::timestamptz, ${MOVED}
     from late where p.id = late.id ${TOUCHED}`,
    now,
    limit,
  );

/** Notes once that a pending request is past due, and moves it before everything that is not. */
export const recordBreaches = (tx: ReadTx, limit: number, now: Date): Promise<(Touched & { dueAt: Date })[]> =>
  queryRows(
    tx,
    `with late as (select id from approval where state = 'pending' and breached_at is null and due_at <= $1::timestamptz
        order by due_at limit $2::int for update skip locked)
     update approval p set breached_at = $1::timestamptz, urgency_at = p.urgency_at - $3::bigint * interval '1 millisecond',
       change = 'breached', changed_by_id = null, ${CHANGED_NOW}
     from late where p.id = late.id ${TOUCHED}, p.due_at as "dueAt"`,
    now,
    limit,
    BREACH_BONUS_MS,
  );

/**
 * Counts anew how many agents wait in each run, and moves the requests of a run whose count is another one forward or
 * back in the queue. Answers how many moved.
 */
export const countWaiting = (tx: ReadTx, limit: number): Promise<number> =>
  tx.execute(
    `with waiting as (select a.run_id, count(distinct p.agent_name)::int as agents from action a join approval p on p.action_id = a.id
        where a.state = 'awaiting' and a.run_id is not null and p.state in ('pending', 'frozen') group by a.run_id),
      late as (select p.id, w.agents from waiting w join action a on a.run_id = w.run_id and a.state = 'awaiting'
        join approval p on p.action_id = a.id
        where p.state = 'pending' and p.agents_waiting <> w.agents order by p.id limit $1::int for update of p skip locked)
     update approval p set agents_waiting = late.agents, urgency_at = p.urgency_at
       - (least(late.agents, $2::int) - least(p.agents_waiting, $2::int)) * $3::bigint * interval '1 millisecond'
     from late where p.id = late.id`,
    limit,
    MOST_WAITING,
    WAITING_BONUS_MS,
  );

/** Stops the clock of everything that waits for this agent. */
export const freeze = (tx: ReadTx, agentName: string, byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(
    tx,
    `update approval p set state = 'frozen', frozen_at = $3::timestamptz, change = 'frozen', changed_by_id = $2, ${MOVED}
     where p.agent_name = $1 and p.state = 'pending' ${TOUCHED}`,
    agentName,
    byId,
    now,
  );

/** A stopped request with the moments that were to come. */
export type Frozen = {
  readonly id: string;
  readonly calendarId: string | null;
  readonly frozenAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly urgencyAt: Date;
  readonly nextEscalationAt: Date | null;
};

/** Everything of this agent that is stopped, held until the transaction ends. */
export const listFrozen = (tx: ReadTx, agentName: string): Promise<Frozen[]> =>
  queryRows(
    tx,
    `select id, calendar_id as "calendarId", frozen_at as "frozenAt", due_at as "dueAt", expires_at as "expiresAt",
       urgency_at as "urgencyAt", next_escalation_at as "nextEscalationAt"
     from approval where agent_name = $1 and state = 'frozen' order by id for update`,
    agentName,
  );

export type Thawed = Omit<Frozen, "calendarId" | "frozenAt"> & { readonly pausedMs: number };

/** Starts these clocks again, at the moments given. */
export const thaw = (tx: ReadTx, thawed: readonly Thawed[], byId: string | null): Promise<Touched[]> =>
  queryRows(
    tx,
    `update approval p set state = 'pending', frozen_at = null, due_at = t."dueAt", expires_at = t."expiresAt", urgency_at = t."urgencyAt",
       next_escalation_at = t."nextEscalationAt", paused_ms = p.paused_ms + t."pausedMs", change = 'thawed', changed_by_id = $2, ${MOVED}
     from jsonb_to_recordset($1::jsonb) as t(id text, "dueAt" timestamptz, "expiresAt" timestamptz, "urgencyAt" timestamptz,
       "nextEscalationAt" timestamptz, "pausedMs" bigint)
     where p.id = t.id and p.state = 'frozen' ${TOUCHED}`,
    JSON.stringify(thawed),
    byId,
  );

/** Ends everything that waits for this agent, its clock stopped or not; `reason` says why in words. */
export const cancelOpen = (tx: ReadTx, agentName: string, reason: string, byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(
    tx,
    `update approval p set state = 'cancelled', change = 'cancelled', changed_by_id = $2, frozen_at = null, decided_at = $3::timestamptz,
       decision_reason = $4, ${MOVED}
     where p.agent_name = $1 and p.state in ('pending', 'frozen') ${TOUCHED}`,
    agentName,
    byId,
    now,
    reason,
  );
