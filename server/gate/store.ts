import { pool } from "@/server/platform/db";
import { inPgTransaction } from "@/server/platform/tx";

export type PublicKeyRow = { readonly kid: string; readonly publicPem: string };

/** Registers the public half of the first signing key; nothing happens when there is one. Several processes may start at once. */
export const insertFirstKey = (kid: string, publicPem: string, now: Date): Promise<void> =>
  inPgTransaction(async (tx) => {
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('signing_key', 0))");
    await tx.execute(
      `insert into signing_key (kid, public_pem, created_at) select $1, $2, $3::timestamptz
       where not exists (select 1 from signing_key)`,
      kid,
      publicPem,
      now,
    );
  });

/** The public keys whose tokens may still be around. */
export async function listKeys(): Promise<readonly PublicKeyRow[]> {
  const { rows } = await pool().query<PublicKeyRow>(
    `select kid, public_pem as "publicPem" from signing_key where retired_at is null order by created_at desc, kid`,
  );
  return rows;
}

/** A public key by its id, a retired one too: what it signed stays signed. */
export async function findKey(kid: string): Promise<PublicKeyRow | null> {
  const { rows } = await pool().query<PublicKeyRow>(`select kid, public_pem as "publicPem" from signing_key where kid = $1`, [kid]);
  return rows[0] ?? null;
}
