import { prisma } from "@/server/platform/db";

/** A check's query may not take longer: it is ended, and the criterion says so instead of guessing. */
const QUERY_MS = 2_000;

/** Reads for a check: in a transaction that cannot write, and that PostgreSQL ends after two seconds. */
export async function queryForCheck<R>(sql: string, ...values: readonly unknown[]): Promise<R[]> {
  const client = prisma();
  const [, , rows] = await client.$transaction([
    client.$executeRawUnsafe(`set local statement_timeout = ${QUERY_MS}`),
    client.$executeRawUnsafe("set transaction read only"),
    client.$queryRawUnsafe<R[]>(sql, ...values),
  ]);
  return rows;
}

/** Whether PostgreSQL ended a query since it took too long. */
export const isTooSlow = (error: unknown): boolean => error instanceof Error && /statement timeout|57014/.test(`${error.message}`);
