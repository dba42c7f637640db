import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { listActivePeople } from "@/server/identity/service";
import { disconnect, withoutWaitingForDisk } from "@/server/platform/db";
import { type Database, migrate } from "./database";
import type { Note } from "./progress";
import { StartRefusal } from "./refusal";

const markOf = (dataDir: string) => join(dataDir, "seeding");

/** The embedded database emptied again: half a demo is of no use to anybody. */
async function recreate(url: string): Promise<void> {
  await disconnect();
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = "/postgres";
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client.query(`drop database "${name}" with (force)`);
  await client.query(`create database "${name}"`);
  await client.end();
  await migrate(url);
}

/** Makes good what a start that was killed while it seeded has left behind. */
export async function undoHalfSeeded(database: Database, dataDir: string, wasInterrupted: boolean): Promise<void> {
  if (!wasInterrupted) return;
  if (!database.isEmbedded) {
    throw new StartRefusal(
      `Filling the database with the demo was interrupted: empty the database of DATABASE_URL, remove ${markOf(dataDir)}, and start again.`,
    );
  }
  await recreate(database.url);
  await rm(markOf(dataDir), { force: true });
}

/** Whether nobody has used this organisation yet. */
export const isEmptyOrganisation = async (): Promise<boolean> => (await listActivePeople()).length === 0;

/** Fills an empty database with the demo organisation. Until the mark is gone, and all is on disk, a start begins anew. */
export async function seed(dataDir: string, note: Note): Promise<void> {
  // Loaded here alone: no other start needs the scenarios of the demo.
  const { seedDemo } = await import("@/prisma/seed/main");
  await writeFile(markOf(dataDir), "");
  await withoutWaitingForDisk(() => seedDemo(note));
  await rm(markOf(dataDir), { force: true });
}
