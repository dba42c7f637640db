import pg from "pg";
import { applyMigrations } from "@/server/platform/migrations";
import { adoptPostgres, keepPostgres, startPostgres } from "./postgres";
import { StartRefusal } from "./refusal";

const OLDEST_MAJOR = 15;

export type Database = {
  readonly url: string;
  readonly isEmbedded: boolean;
  readonly stop: () => Promise<void>;
};

const REASONS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host's name cannot be looked up",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "no way to the host",
  "28P01": "wrong user or password",
  "28000": "the server refuses this user",
  "3D000": "no such database on this server",
};

/** Where a connection string leads, without its credentials. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || "localhost"}:${port || "5432"}${pathname}`;
}

/** The one line for a database that cannot be used, or undefined when it is not the database's address that is at fault. */
function unreachable(url: string, error: unknown): StartRefusal {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code ?? ""] ?? (message.includes("timeout") ? "no answer" : message || code || "unknown");
  return new StartRefusal(`DATABASE_URL: cannot use PostgreSQL at ${placeOf(url)} (${reason}): start it, or correct the address.`);
}

/** Stops with one line unless a PostgreSQL that Reeve can use answers at `url`. */
export async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; name: string }>(
      "select current_setting('server_version_num') as number, current_setting('server_version') as name",
    );
    checkVersion(Number(rows[0]?.number), rows[0]?.name ?? "unknown");
  } catch (error) {
    throw error instanceof StartRefusal ? error : unreachable(url, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `number` as `server_version_num` has it, e.g. 150004. */
export function checkVersion(number: number, name: string): void {
  if (number >= OLDEST_MAJOR * 10_000) return;
  throw new StartRefusal(`DATABASE_URL: PostgreSQL ${name} is too old: Reeve needs ${OLDEST_MAJOR} or newer.`);
}

/**
 * The database to work with: the operator's, or the embedded one. `isShared` says that another Reeve runs on this
 * data directory: then its database is used, and is left running when this one stops.
 */
export async function openDatabase(
  databaseUrl: string | undefined,
  { dataDir, isShared, say }: { dataDir: string; isShared: boolean; say: (line: string) => void },
): Promise<Database> {
  if (databaseUrl !== undefined) {
    await checkServer(databaseUrl);
    return { url: databaseUrl, isEmbedded: false, stop: () => Promise.resolve() };
  }
  const { url, stop } = isShared ? await adoptPostgres({ dataDir }) : await startPostgres({ dataDir });
  const letGo = isShared ? () => undefined : keepPostgres(dataDir, url, say);
  return {
    url,
    isEmbedded: true,
    stop: () => {
      letGo();
      return stop();
    },
  };
}

/** Brings the database to the newest migration; a failure is one line. */
export async function migrate(url: string): Promise<void> {
  try {
    await applyMigrations(url);
  } catch (error) {
    const { message } = error as Error;
    const remedy = /permission denied|must be (owner|superuser)|CREATEROLE/i.test(message)
      ? "give the user of DATABASE_URL the right to create roles and tables (ALTER ROLE … CREATEROLE)"
      : "nothing was changed by the migration that failed";
    throw new StartRefusal(`Migrating the database failed: ${message.trim().split("\n").join(" ")} (${remedy}).`);
  }
}
