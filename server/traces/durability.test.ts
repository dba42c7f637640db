import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedDatabase, startPostgres } from "@/cli/postgres";
import { findHome } from "@/cli/postgres-home";
import { disconnect, prisma } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";
import { hex, send, span, text } from "./testing/sending";

const SENDERS = 4;
const SPANS_EACH = 20;
const dataDir = await mkdtemp(join(tmpdir(), "reeve-test-"));
let database: EmbeddedDatabase;

// A server of its own, as durable as people's: the one that tests share trades that for speed.
beforeAll(async () => {
  database = await startPostgres({ dataDir });
  await applyMigrations(database.url);
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await disconnect();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function killServer(): Promise<void> {
  const { data } = await findHome(dataDir);
  process.kill(Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0]), "SIGKILL");
}

test("every acknowledged span is there, once, when the database is killed under load and started again", async () => {
  const acknowledged = new Map<string, string>();
  let failures = 0;
  let isOver = false;
  const chat = [text("gen_ai.operation.name", "chat"), { key: "gen_ai.usage.input_tokens", value: { intValue: "1" } }];
  /** As an exporter does: the same again until it is taken. */
  const untilTaken = async (spans: readonly object[]): Promise<boolean> => {
    while (!isOver) {
      const answer = await send(...spans).catch((error: Error) => error);
      if (!(answer instanceof Error)) return true;
      failures += 1;
    }
    return false;
  };
  const work = async () => {
    while (!isOver) {
      const traceId = hex(16);
      const spans = Array.from({ length: SPANS_EACH }, () => span({ traceId, attributes: chat }));
      if (await untilTaken(spans)) for (const { spanId } of spans) acknowledged.set(spanId, traceId);
    }
  };
  const reach = (count: number) => expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
  const senders = Array.from({ length: SENDERS }, work);
  await reach(600);
  await killServer();
  await expect.poll(() => failures, { timeout: 20_000 }).toBeGreaterThan(0);
  database = await startPostgres({ dataDir, port: Number(new URL(database.url).port) });
  await reach(acknowledged.size + 600);
  isOver = true;
  await Promise.all(senders);

  const stored = await prisma().step.findMany({ select: { spanId: true } });
  const counts = Map.groupBy(stored, ({ spanId }) => spanId);
  expect([...acknowledged.keys()].filter((spanId) => counts.get(spanId)?.length !== 1)).toEqual([]);
  const traces = await prisma().trace.findMany({ where: { id: { in: [...new Set(acknowledged.values())] } } });
  expect(traces.filter(({ steps, inputTokens }) => steps !== SPANS_EACH || inputTokens !== BigInt(SPANS_EACH))).toEqual([]);
}, 120_000);
