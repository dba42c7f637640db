import { type PgTx, type PrismaTx, queryRows } from "@/server/platform/tx";
import { CHANGED_NOW, claimsWith, heldByOthers, TOUCHED, type Touched } from "./change-sql";
import type { Decider } from "./core/why-not";
import { takeMostUrgent } from "./queue-sql";

/** Claims, or renews one's own claim: `isRenewal` tells which. Null when it is not pending or others hold all of it. */
export async function claim(
  tx: PrismaTx,
  input: { readonly id: string; readonly personId: string; readonly until: Date },
  now: Date,
): Promise<(Touched & { readonly until: Date; readonly isRenewal: boolean }) | null> {
  const sql = `with held as (
    select p.id, (p.claims ->> $2::text)::timestamptz > $4::timestamptz as mine from approval p
    where p.id = $1 and p.state = 'pending' and p.expires_at > $4::timestamptz and not (p.voter_ids @> array[$2::text])
      and ${heldByOthers("$2::text", "$4::timestamptz")} < p.slots for update)
  update approval p set claims = ${claimsWith("$2::text", "$3::timestamptz", "$4::timestamptz")}, changed_by_id = $2,
    change = case when held.mine then 'renewed' else 'claimed' end, ${CHANGED_NOW}
  from held where p.id = held.id ${TOUCHED}, (p.claims ->> $2::text)::timestamptz as "until", coalesce(held.mine, false) as "isRenewal"`;
  type Row = Touched & { readonly until: Date; readonly isRenewal: boolean };
  return (await queryRows<Row>(tx, sql, input.id, input.personId, input.until, now))[0] ?? null;
}

/** One plan serves whoever asks, and making it anew takes longer than following it. */
const ONE_PLAN = "set local plan_cache_mode = 'force_generic_plan'";

/** Claims the most urgent request that this person may decide and nobody holds; null when there is none. */
export async function takeNext(tx: PgTx, decider: Decider, until: Date, now: Date): Promise<(Touched & { readonly until: Date }) | null> {
  const { sql, values } = takeMostUrgent(decider, until, now);
  // In one turn, so that they travel together.
  const [, [taken]] = await Promise.all([tx.execute(ONE_PLAN), tx.rows<Touched & { readonly until: Date }>(sql, ...values)]);
  return taken ?? null;
}

/** Gives up one's own live claim; null when one holds none. */
export async function release(tx: PrismaTx, id: string, personId: string, now: Date): Promise<Touched | null> {
  const sql = `update approval p set claims = p.claims - $2::text, change = 'released', changed_by_id = $2, ${CHANGED_NOW}
  where p.id = $1 and p.state = 'pending' and (p.claims ->> $2::text)::timestamptz > $3::timestamptz ${TOUCHED}`;
  return (await queryRows<Touched>(tx, sql, id, personId, now))[0] ?? null;
}
