import type pg from "pg";
import type { Prisma } from "@/prisma/generated/client";
import { pool, prisma } from "./db";
import { batchesOn } from "./pg-batch";

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
export type PgTx = Tx & {
  readonly rows: <R extends pg.QueryResultRow>(sql: string, ...values: readonly unknown[]) => Promise<R[]>;
  /** Runs a `copy … from stdin` with what it takes in; answers how many rows there were. */
  readonly copy: (sql: string, rows: Buffer) => Promise<number>;
  /** Lets writes whose statements are all sent already travel with the commit: they fail together, or not at all. */
  readonly withCommit: (writes: Promise<unknown>) => void;
};

/** Either kind of transaction, where a function must read as well as write. */
export type ReadTx = PrismaTx | PgTx;

/** Reads in whichever kind of transaction is open. */
export const queryRows = <R extends pg.QueryResultRow>(tx: ReadTx, sql: string, ...values: readonly unknown[]): Promise<R[]> =>
  "rows" in tx ? tx.rows<R>(sql, ...values) : tx.prisma.$queryRawUnsafe<R[]>(sql, ...values);

/** Whether a write of Prisma failed because another row holds a value that must be unique, by the name of the index. */
export const isTaken = (error: unknown, index: string): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "P2002" &&
  "meta" in error &&
  JSON.stringify(error.meta).includes(`"index":"${index}"`);

/** Runs `work` in one Prisma transaction; it commits when `work` returns and rolls back when it throws. */
export function inTransaction<T>(work: (tx: PrismaTx) => Promise<T>): Promise<T> {
  return prisma().$transaction(
    (client) => work({ prisma: client, execute: (sql, ...values) => client.$executeRawUnsafe(sql, ...values) }),
    { timeout: 15_000, maxWait: 5_000 },
  );
}

/**
 * Runs `work` in one `pg` transaction, for the hot paths. Same promise as `inTransaction`. Statements of one turn
 * (`Promise.all`) travel together and are still taken one after the other; the last ones travel with the commit.
 */
export async function inPgTransaction<T>(work: (tx: PgTx) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  const { send, flush } = batchesOn(client);
  const last: Promise<unknown>[] = [];
  let isOver = false;
  const sendOpen = (sql: string, values: readonly unknown[], copy?: Buffer) => {
    if (isOver) throw new Error("a statement came after its transaction was over");
    return send(sql, values, copy);
  };
  let broken: Error | undefined;
  // A connection may break between two statements, when no query is there to hear of it: the next one will.
  const onBroken = (error: Error) => {
    broken = error;
  };
  client.on("error", onBroken);
  try {
    // Not awaited here, so that the first statements of `work` travel with it; its failure is theirs too.
    send("begin", []).catch(() => undefined);
    const result = await work({
      execute: async (sql, ...values) => (await sendOpen(sql, values)).count,
      rows: async <R extends pg.QueryResultRow>(sql: string, ...values: readonly unknown[]) => (await sendOpen(sql, values)).rows as R[],
      copy: async (sql, rows) => (await sendOpen(sql, [], rows)).count,
      withCommit: (writes) => {
        writes.catch(() => undefined); // heard below
        last.push(writes);
      },
    });
    isOver = true;
    const [committed] = await Promise.all([send("commit", []), ...last]);
    // PostgreSQL answers the commit of a failed transaction with a rollback, and no error.
    if (committed.command !== "COMMIT") throw new Error("the transaction had failed and was rolled back");
    return result;
  } catch (error) {
    isOver = true;
    flush(); // so that the rollback comes after everything
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
