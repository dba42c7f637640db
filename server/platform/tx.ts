import type pg from "pg";
import type { Prisma } from "@/prisma/generated/client";
import { pool, prisma } from "./db";

/**
 * One open transaction as a small SQL executor. Audit entries and every write across domains use only
 * this, so that "one transaction" stays true whether it was opened by Prisma or by `pg`.
 */
export type Tx = {
  /** Runs a statement with `$1`-style parameters; answers how many rows it touched. */
  readonly execute: (sql: string, ...values: readonly unknown[]) => Promise<number>;
};

/** A transaction opened by Prisma: its client beside the executor. */
export type PrismaTx = Tx & { readonly prisma: Prisma.TransactionClient };

/** A transaction opened by `pg`, for the hot paths: `rows` reads. */
export type PgTx = Tx & { readonly rows: <R extends pg.QueryResultRow>(sql: string, ...values: readonly unknown[]) => Promise<R[]> };

/** Either kind of transaction, where a function must read as well as write. */
export type ReadTx = PrismaTx | PgTx;

/** Reads in whichever kind of transaction is open. */
export const queryRows = <R extends pg.QueryResultRow>(tx: ReadTx, sql: string, ...values: readonly unknown[]): Promise<R[]> =>
  "rows" in tx ? tx.rows<R>(sql, ...values) : tx.prisma.$queryRawUnsafe<R[]>(sql, ...values);

/** Runs `work` in one Prisma transaction; it commits when `work` returns and rolls back when it throws. */
export function inTransaction<T>(work: (tx: PrismaTx) => Promise<T>): Promise<T> {
  return prisma().$transaction(
    (client) => work({ prisma: client, execute: (sql, ...values) => client.$executeRawUnsafe(sql, ...values) }),
    { timeout: 15_000, maxWait: 5_000 },
  );
}

const MAX_NAMED_STATEMENTS = 200;
const namedStatements = new Map<string, string>();

/** Statements that come again and again are planned once a connection: they get a name, by their text. */
function nameOf(sql: string): string | undefined {
  const known = namedStatements.get(sql);
  if (known !== undefined || namedStatements.size >= MAX_NAMED_STATEMENTS) return known;
  const name = `s${namedStatements.size}`;
  namedStatements.set(sql, name);
  return name;
}

type Wire = { readonly connection?: { readonly stream?: { readonly cork: () => void; readonly uncork: () => void } } };

/** Lets statements that are sent in one turn leave in one packet: a write to the socket costs more than most of them. */
function holdUntilTurnEnds(client: pg.PoolClient): void {
  const stream = (client as Wire).connection?.stream;
  if (stream === undefined) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * Runs `work` in one `pg` transaction, for the hot paths. Same promise as `inTransaction`. Statements may be sent
 * together (`Promise.all`): the connection is pipelined, and the server still takes them one after the other.
 */
export async function inPgTransaction<T>(work: (tx: PgTx) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  const send = <R extends pg.QueryResultRow>(text: string, values: readonly unknown[]) => {
    holdUntilTurnEnds(client);
    return client.query<R>({ name: nameOf(text), text, values: [...values] });
  };
  let broken: Error | undefined;
  // A connection may break between two statements, when no query is there to hear of it: the next one will.
  const onBroken = (error: Error) => {
    broken = error;
  };
  client.on("error", onBroken);
  try {
    // Not awaited here, so that the first statements of `work` travel with it; its failure is theirs too.
    holdUntilTurnEnds(client);
    const begun = client.query("begin");
    begun.catch(() => undefined);
    const result = await work({
      execute: async (sql, ...values) => (await send(sql, values)).rowCount ?? 0,
      rows: async <R extends pg.QueryResultRow>(sql: string, ...values: readonly unknown[]) => (await send<R>(sql, values)).rows,
    });
    await begun;
    // PostgreSQL answers the commit of a failed transaction with a rollback, and no error.
    if ((await client.query("commit")).command !== "COMMIT") throw new Error("the transaction had failed and was rolled back");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away, not put back into the pool.
    await client.query("rollback").catch((rollback: Error) => {
      broken = rollback;
    });
    throw error;
  } finally {
    client.off("error", onBroken);
    client.release(broken);
  }
}
