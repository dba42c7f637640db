import { type PrismaTx, queryRows, type Tx } from "@/server/platform/tx";
import { MOVED, TOUCHED, type Touched } from "./change-sql";
import type { PlannedStage } from "./core/stages";
import type { Exclusion } from "./core/why-not";

/** What an edit changes of a request whose chain goes on where it is. */
export type EditedQuestion = {
  readonly id: string;
  readonly title: string;
  readonly excluded: Readonly<Record<string, Exclusion>>;
  readonly quorum: number;
  readonly editorId: string;
  readonly hasLookAlike: boolean;
  /** By which rule it is asked from now on; null when that stays. */
  readonly authority: { readonly ruleId: string | null; readonly ruleVersion: number | null } | null;
};

/** $1 id, $2 title, $3 excluded, $4 quorum, $5 editor, $6 whether the rule is another, $7 rule, $8 its version, $9 whether it names a look-alike. */
const EDITED = `title = $2, has_look_alike = $9::boolean, excluded = $3::jsonb, slots = $4::int, voter_ids = '{}', change = 'edited', changed_by_id = $5,
    rule_id = case when $6 then $7 else p.rule_id end, rule_version = case when $6 then $8::int else p.rule_version end, ${MOVED}`;

const ASK_AGAIN = `update approval p set ${EDITED} where p.id = $1 and p.state = 'pending' ${TOUCHED}`;

/** And $10 stages, $11 groups, $12 people, $13 on-call schedules, $14 due, $15 expires, $16 urgency, $17 calendar, $18 chain, $19 now. */
const START_ANEW = `update approval p set ${EDITED}, stages = $10::jsonb, stage = 1,
    group_ids = array(select jsonb_array_elements_text($11::jsonb)), person_ids = array(select jsonb_array_elements_text($12::jsonb)),
    on_call_ids = array(select jsonb_array_elements_text($13::jsonb)), due_at = $14::timestamptz, expires_at = $15::timestamptz,
    urgency_at = $16::timestamptz, agents_waiting = 1, breached_at = null, calendar_id = $17, chain_id = $18,
    chain_version = case when p.chain_id is not distinct from $18 then p.chain_version end, stage_opened_at = $19::timestamptz,
    paused_ms = 0, escalation_step = 0, escalation_loop = 0, escalation_round = p.escalation_round + 1, next_escalation_at = $19::timestamptz
  where p.id = $1 and p.state = 'pending' ${TOUCHED}`;

const valuesOf = ({ id, title, excluded, quorum, editorId, authority, hasLookAlike }: EditedQuestion) => [
  ...[id, title, JSON.stringify(excluded), quorum, editorId],
  ...[authority !== null, authority?.ruleId ?? null, authority?.ruleVersion ?? null, hasLookAlike],
];

/** Puts the edited question to the open stage afresh; null when the request is not pending. */
export const askAgain = async (tx: PrismaTx, question: EditedQuestion): Promise<Touched | null> =>
  (await queryRows<Touched>(tx, ASK_AGAIN, ...valuesOf(question)))[0] ?? null;

export type NewChain = {
  readonly stages: readonly PlannedStage[];
  readonly first: PlannedStage;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly urgencyAt: Date;
  readonly calendarId: string | null;
  readonly chainId: string | null;
};

/** Puts the edited question to the first stage of a chain; null when the request is not pending. */
export async function startAnew(tx: PrismaTx, question: EditedQuestion, chain: NewChain, now: Date): Promise<Touched | null> {
  const { stages, first } = chain;
  const lists = [stages, first.groupIds, first.personIds, first.onCallIds].map((list) => JSON.stringify(list));
  const moments = [chain.dueAt, chain.expiresAt, chain.urgencyAt];
  const values = [...valuesOf(question), ...lists, ...moments, chain.calendarId, chain.chainId, now];
  return (await queryRows<Touched>(tx, START_ANEW, ...values))[0] ?? null;
}

/** Votes in effect on a request count no more; answers how many. */
export const voidEffectiveVotes = (tx: Tx, approvalId: string, now: Date): Promise<number> =>
  tx.execute(
    `insert into vote_void (vote_id, at) select v.id, $2::timestamptz from vote v
       join vote_outcome o on o.vote_id = v.id and o.outcome = 'effective' where v.approval_id = $1
     on conflict (vote_id) do nothing`,
    approvalId,
    now,
  );
