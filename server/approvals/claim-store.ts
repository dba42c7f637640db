import { type PrismaTx, queryRows } from "@/server/platform/tx";
import { CHANGED_NOW, TOUCHED, type Touched } from "./change-sql";
import type { Decider } from "./core/why-not";
import { takeMostUrgent } from "./queue-sql";

/** Claims, or renews one's own claim: `isRenewal` tells which. Null when it is not pending or someone else holds it. */
export async function claim(
  tx: PrismaTx,
  input: { readonly id: string; readonly personId: string; readonly until: Date },
  now: Date,
): Promise<(Touched & { readonly until: Date; readonly isRenewal: boolean }) | null> {
  const sql = `with held as (
      select id, claimed_by_id = $2 and claim_expires_at > $4::timestamptz as mine from approval
      where id = $1 and state = 'pending' and expires_at > $4::timestamptz
        and (claimed_by_id is null or claimed_by_id = $2 or claim_expires_at <= $4::timestamptz) for update)
    update approval p set claimed_by_id = $2, claim_expires_at = least($3::timestamptz, p.expires_at), changed_by_id = $2,
      change = case when held.mine then 'renewed' else 'claimed' end, ${CHANGED_NOW}
    from held where p.id = held.id ${TOUCHED}, p.claim_expires_at as "until", coalesce(held.mine, false) as "isRenewal"`;
  type Row = Touched & { readonly until: Date; readonly isRenewal: boolean };
  return (await queryRows<Row>(tx, sql, input.id, input.personId, input.until, now))[0] ?? null;
}

/** Claims the most urgent request that this person may decide and nobody holds; null when there is none. */
export async function takeNext(
  tx: PrismaTx,
  decider: Decider,
  until: Date,
  now: Date,
): Promise<(Touched & { readonly until: Date }) | null> {
  const { sql, values } = takeMostUrgent(decider, until, now);
  return (await queryRows<Touched & { readonly until: Date }>(tx, sql, ...values))[0] ?? null;
}

/** Gives up one's own live claim; null when one holds none. */
export async function release(tx: PrismaTx, id: string, personId: string, now: Date): Promise<Touched | null> {
  const sql = `update approval p set claimed_by_id = null, claim_expires_at = null, change = 'released', changed_by_id = $2, ${CHANGED_NOW}
    where p.id = $1 and p.state = 'pending' and p.claimed_by_id = $2 and p.claim_expires_at > $3::timestamptz ${TOUCHED}`;
  return (await queryRows<Touched>(tx, sql, id, personId, now))[0] ?? null;
}
