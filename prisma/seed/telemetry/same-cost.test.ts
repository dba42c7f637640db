import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mintKey } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { ingestTraces } from "@/server/traces/ingest";
import { ingestLogs } from "@/server/traces/ingest-logs";
import { settleTraces } from "@/server/traces/settle";
import { MODELS } from "./profiles";
import { DIALECT_NAMES, type DialectName, type Run, type Turn } from "./run";
import { written } from "./send";

freshDatabase();

const NOW = new Date("2026-11-22T22:30:00Z");
const LATER = new Date(NOW.getTime() + 20 * 60_000);
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });

const USAGE = [
  { input: 3_400, output: 210, cacheRead: 1_200 },
  { input: 5_127, output: 77, cacheRead: 3_001 },
  { input: 6_003, output: 333, cacheRead: 5_555 },
] as const;
/** Sonnet: 3, 15 and 0.30 US dollars a million of input, output and what came from the cache. */
const COST = USAGE.reduce(
  (sum, { input, output, cacheRead }) =>
    sum + BigInt(input - cacheRead) * 3_000_000n + BigInt(output) * 15_000_000n + BigInt(cacheRead) * 300_000n,
  0n,
);

const turns: readonly Turn[] = USAGE.map((usage, i) => ({
  ms: 900,
  says: i === 2 ? "Done." : "",
  usage,
  calls: i === 2 ? [] : [{ kind: "tool", name: "crm.read_account", args: { account: "acme" }, result: { renewal: "March" }, ms: 40 }],
}));

const runIn = (dialect: DialectName, traceId: string): Run => ({
  ...{ traceId, runId: `run-${traceId}`, dialect, service: "desk", agent: "renewals-agent", team: "Sales", taskClass: "renewal-outreach" },
  ...{ conversationId: "conv-1", instructions: "You prepare renewals.", goal: "Prepare the renewal of Acme.", model: MODELS.sonnet },
  initiator: { type: "user", id: "sam@x.example" },
  startMs: NOW.getTime() - 60_000,
  turns,
});

type Part = {
  readonly send: (bytes: Buffer) => Promise<unknown>;
  readonly wrap: (parts: readonly object[]) => object;
  readonly of: object;
};
type Scoped = { readonly scope: object; readonly [of: string]: object | readonly object[] };
type Resourced = { readonly resource: object; readonly [of: string]: object | readonly Scoped[] };

const json = (bytes: Buffer) => ({ encoding: "application/json" as const, bytes });
const traces = (bytes: Buffer) => ingestTraces(key, json(bytes), NOW);
const logs = (bytes: Buffer) => ingestLogs(key, json(bytes), NOW);

/** OTLP taken apart: each span or record with its own resource and scope. */
function apart(body: string, [resources, scopes, items]: readonly [string, string, string], send: Part["send"]): Part[] {
  const root = JSON.parse(body) as Record<string, readonly Resourced[]>;
  return (root[resources] ?? []).flatMap(({ resource, ...rest }) =>
    (rest[scopes] as readonly Scoped[]).flatMap(({ scope, ...own }) =>
      (own[items] as readonly object[]).map((item) => ({
        send,
        wrap: (parts) => ({ [resources]: parts }),
        of: { resource, [scopes]: [{ scope, [items]: [item] }] },
      })),
    ),
  );
}

function partsOf(run: Run): Part[] {
  const { otlp, own, logs: told } = written([run]);
  return [
    ...(otlp === null ? [] : apart(otlp, ["resourceSpans", "scopeSpans", "spans"], traces)),
    ...(told === null ? [] : apart(told, ["resourceLogs", "scopeLogs", "logRecords"], logs)),
    ...(own === null
      ? []
      : (JSON.parse(own) as { data: object[] }).data.map((of) => ({ send: traces, wrap: (data: readonly object[]) => ({ data }), of }))),
  ];
}

/** Sends parts in this order, some at a time: those that go to one place together. */
async function sendParts(parts: readonly Part[], size: number): Promise<void> {
  for (let at = 0; at < parts.length; at += size) {
    for (const [send, same] of Map.groupBy(parts.slice(at, at + size), (part) => part.send)) {
      const body = same[0]?.wrap(same.map(({ of }) => of));
      const answer = await send(Buffer.from(JSON.stringify(body)));
      expect(answer).toMatchObject({ ok: true });
    }
  }
}

test.each(DIALECT_NAMES)(
  "one run costs the same in the dialect of %s, to the last unit: in any order, in any parts, with any copies",
  async (dialect) => {
    const length = partsOf(runIn(dialect, "0".repeat(32))).length;
    const plan = fc.tuple(
      fc.shuffledSubarray([...Array(length).keys()], { minLength: length }),
      fc.array(fc.nat(length - 1), { maxLength: 6 }),
      fc.integer({ min: 1, max: length }),
    );
    await fc.assert(
      fc.asyncProperty(plan, async ([order, copies, size]) => {
        const traceId = randomBytes(16).toString("hex");
        const parts = partsOf(runIn(dialect, traceId));
        await sendParts(
          [...order, ...copies].flatMap((i) => parts[i] ?? []),
          size,
        );
        await settleTraces(LATER);
        const { costPicoUsd, pricedSteps, unpricedSteps } = await prisma().trace.findUniqueOrThrow({ where: { id: traceId } });
        expect({ cost: costPicoUsd.toFixed(0), pricedSteps, unpricedSteps }).toEqual({
          cost: COST.toString(),
          pricedSteps: USAGE.length,
          unpricedSteps: 0,
        });
      }),
      { numRuns: 5 },
    );
  },
  60_000,
);
