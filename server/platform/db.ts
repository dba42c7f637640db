import type { Socket } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import { logFailure } from "./database-away";
import { env } from "./env";

/** No statement may take longer: the server ends it. */
const STATEMENT_MS = 10_000;
/** A connection that is silent for longer has nobody at its other end (a frozen server, a cut line): whoever waits on it is told. */
const SILENCE_MS = STATEMENT_MS + 1_000;

/** Lets the silence of a connection count only while somebody waits on it: an idle one has nothing to say. */
function watchSilence(pool: pg.Pool): pg.Pool {
  const socketOf = (client: pg.PoolClient) => (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
  pool.on("connect", (client) => {
    const socket = socketOf(client);
    socket.on("timeout", () => socket.destroy(new Error("the database did not answer in time")));
  });
  pool.on("acquire", (client) => socketOf(client).setTimeout(SILENCE_MS));
  pool.on("release", (_, client) => socketOf(client).setTimeout(0));
  // An idle connection that breaks (the database was stopped) must not end the process.
  pool.on("error", (error) => logFailure(error, "a database connection broke"));
  return pool;
}

/** Opening a connection costs far more than a proposal, so a quiet minute must not throw the warm ones away. */
const HOT_IDLE_MS = 5 * 60_000;

/** Least privilege: every runtime connection takes this role, whatever the credentials may do. */
const RUNTIME_ROLE = "reeve_app";

/**
 * What a page out of order costs the planner, for databases on disks without heads: its own guess, four times a page in order, has it
 * walk a whole list by date past an index that leads to the few that are asked for.
 */
const RANDOM_PAGE_COST = 1.1;

type Connections = { readonly url: string; readonly pool: pg.Pool; readonly prisma: PrismaClient };

// Next.js loads modules once a bundle; the process must still share one pool.
const shared = globalThis as typeof globalThis & { reeveConnections?: Connections };
let waitsForDisk = true;
let isOver = false;

function connect(): Connections {
  const url = env().DATABASE_URL;
  if (url === undefined) throw new Error("DATABASE_URL is not set: start Reeve with npm start, which runs a database of its own.");
  const settings: pg.PoolConfig = {
    connectionString: url,
    options: `-c role=${RUNTIME_ROLE} -c statement_timeout=${STATEMENT_MS} -c idle_in_transaction_session_timeout=15000 -c random_page_cost=${RANDOM_PAGE_COST}${waitsForDisk ? "" : " -c synchronous_commit=off"}`,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  };
  const pool = watchSilence(new pg.Pool({ ...settings, max: 16, idleTimeoutMillis: HOT_IDLE_MS }));
  const adapter = new PrismaPg(watchSilence(new pg.Pool({ ...settings, max: 8 })), { disposeExternalPool: true });
  return { url, pool, prisma: new PrismaClient({ adapter }) };
}

function connections(): Connections {
  if (isOver) throw new Error("the connections to the database were closed for good");
  shared.reeveConnections ??= connect();
  return shared.reeveConnections;
}

/** Prisma, for everything but the hot paths. */
export const prisma = (): PrismaClient => connections().prisma;

/** The plain pool: only for the hot paths that `docs/architecture.md` names. */
export const pool = (): pg.Pool => connections().pool;

/** Closes every connection of this process; the next use opens new ones. */
export async function disconnect(): Promise<void> {
  const open = shared.reeveConnections;
  shared.reeveConnections = undefined;
  if (open) await Promise.all([open.pool.end(), open.prisma.$disconnect()]);
}

/** Closes every connection, and refuses whoever still asks for one: what was left behind must not open any for those who come next. */
export async function disconnectForGood(): Promise<void> {
  isOver = true;
  await disconnect();
}

/**
 * Runs `work` with commits that do not wait for the disk, one by one: once this answers, all of them are on it. A server that
 * dies meanwhile may lose the last of them, so this is only for work that is begun anew when it was interrupted.
 */
export async function withoutWaitingForDisk(work: () => Promise<void>): Promise<void> {
  await disconnect();
  waitsForDisk = false;
  try {
    await work();
  } finally {
    await disconnect();
    waitsForDisk = true;
  }
  // A commit that waits takes along all that were before it.
  await pool().query("select pg_logical_emit_message(true, 'reeve', '')");
}
