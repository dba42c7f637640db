import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "@/cli/postgres";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import type { Role } from "@/server/kernel/roles";
import type { PersonActor } from "@/server/platform/actor";
import { disconnect } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";

export type EmptyBase = {
  readonly url: string;
  readonly dataDir: string;
  /** As the owner of the tables, past the application's role. */
  readonly client: pg.Client;
  readonly stop: () => Promise<void>;
};
export type Base = Omit<EmptyBase, "dataDir"> & { readonly person: PersonActor };

/** A migrated throwaway database that this process works on, with nothing in it. */
export async function startEmpty(): Promise<EmptyBase> {
  const dataDir = await mkdtemp(join(tmpdir(), "reeve-bench-"));
  const database = await startPostgres({ dataDir, throwaway: true });
  await applyMigrations(database.url);
  process.env.DATABASE_URL = database.url;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const stop = async () => {
    await client.end();
    await disconnect();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: database.url, dataDir, client, stop };
}

/** The same with one person in it. */
export async function startBase(role: Role): Promise<Base> {
  const { url, client, stop } = await startEmpty();
  await client.query(
    `insert into person (id, email, name, roles, created_at, updated_at) values ('per_bench', 'bench@example.com', 'Bench', $1, now(), now())`,
    [[role]],
  );
  const person = await actorOfPerson("per_bench");
  invariant(person !== null, "the person of the bench is gone");
  return { url, client, person, stop };
}
