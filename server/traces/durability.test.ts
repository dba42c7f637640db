import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "@/cli/ports";
import { type EmbeddedDatabase, startPostgres } from "@/cli/postgres";
import { findHome } from "@/cli/postgres-home";
import { createKey } from "@/server/identity/keys";
import { signInAs } from "@/server/identity/testing";
import { disconnect, prisma } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";
import { hex, span, text } from "./testing/sending";

const SENDERS = 4;
const SPANS_EACH = 20;
const dataDir = await mkdtemp(join(tmpdir(), "reeve-test-"));
const port = await freePort();
let database: EmbeddedDatabase;
let web: ChildProcess;
let bearer = "";

/** A web process of its own, over HTTP, as exporters meet it. */
async function startWeb(): Promise<ChildProcess> {
  const program = join(import.meta.dirname, "testing", "otlp-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, String(port)], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  return child;
}

// A server of its own, as durable as people's: the one that tests share trades that for speed.
beforeAll(async () => {
  database = await startPostgres({ dataDir });
  await applyMigrations(database.url);
  process.env.DATABASE_URL = database.url;
  const made = await createKey(await signInAs("admin@example.com", ["admin"]), {
    name: "agents",
    scopes: ["traces:write"],
    agentName: null,
  });
  if (!made.ok) throw new Error(made.refusal.message);
  bearer = made.value.key;
  web = await startWeb();
}, 60_000);
afterAll(async () => {
  web.kill("SIGKILL");
  await disconnect();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function killDatabase(): Promise<void> {
  const { data } = await findHome(dataDir);
  process.kill(Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0]), "SIGKILL");
}

/** Sends as exporters do, the same again until it is taken, from several sides at a time; tells what was acknowledged. */
function load() {
  const acknowledged = new Map<string, string>();
  const counts = { failures: 0 };
  let isOver = false;
  const chat = [text("gen_ai.operation.name", "chat"), { key: "gen_ai.usage.input_tokens", value: { intValue: "1" } }];
  const post = async (spans: readonly object[]): Promise<boolean> => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const answer = await fetch(`http://127.0.0.1:${port}/api/otel/v1/traces`, { method: "POST", headers, body }).catch(() => null);
    await answer?.arrayBuffer().catch(() => undefined);
    // An exporter loses what is answered with anything else.
    if (answer !== null) expect([200, 429, 503]).toContain(answer.status);
    return answer?.status === 200;
  };
  const untilTaken = async (spans: readonly object[]): Promise<boolean> => {
    while (!isOver) {
      if (await post(spans)) return true;
      counts.failures += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
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
  const senders = Array.from({ length: SENDERS }, work);
  return {
    counts,
    acknowledged,
    reach: (more: number) => {
      const goal = acknowledged.size + more;
      return expect.poll(() => acknowledged.size, { timeout: 60_000 }).toBeGreaterThanOrEqual(goal);
    },
    end: () => {
      isOver = true;
      return Promise.all(senders);
    },
  };
}

async function expectAllOnce(acknowledged: ReadonlyMap<string, string>): Promise<void> {
  const traceIds = [...new Set(acknowledged.values())];
  const stored = await prisma().step.findMany({ select: { spanId: true }, where: { traceId: { in: traceIds } } });
  const counts = Map.groupBy(stored, ({ spanId }) => spanId);
  expect([...acknowledged.keys()].filter((spanId) => counts.get(spanId)?.length !== 1)).toEqual([]);
  expect(await prisma().stepPayload.count({ where: { traceId: { in: traceIds } } })).toBe(acknowledged.size);
  const traces = await prisma().trace.findMany({ where: { id: { in: traceIds } } });
  expect(traces.filter(({ steps, inputTokens }) => steps !== SPANS_EACH || inputTokens !== BigInt(SPANS_EACH))).toEqual([]);
  expect(traces).toHaveLength(traceIds.length);
}

test("every acknowledged span is there, once, when the web process is killed under load and started again", async () => {
  const { reach, end, acknowledged, counts } = load();
  for (let kill = 0; kill < 3; kill++) {
    await reach(400);
    web.kill("SIGKILL");
    await once(web, "exit");
    web = await startWeb();
  }
  await reach(400);
  await end();
  expect(counts.failures).toBeGreaterThan(0);
  await expectAllOnce(acknowledged);
}, 180_000);

test("every acknowledged span is there, once, when the database is killed under load and started again", async () => {
  const { reach, end, acknowledged, counts } = load();
  await reach(600);
  await killDatabase();
  await expect.poll(() => counts.failures, { timeout: 30_000 }).toBeGreaterThan(0);
  database = await startPostgres({ dataDir, port: Number(new URL(database.url).port) });
  await reach(600);
  await end();
  await disconnect();
  await expectAllOnce(acknowledged);
}, 180_000);
