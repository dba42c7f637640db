import { generateKeyPairSync, randomBytes } from "node:crypto";
import type pg from "pg";
import { seedDemo } from "@/prisma/seed/main";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import { evaluateDaily } from "@/server/maturity/evaluating";
import { readHistory } from "@/server/maturity/history";
import { readScorecard } from "@/server/maturity/service";
import { startEmpty } from "./base";
import { percentile, report } from "./figure";
import { withoutIndexes } from "./requests";

const ACTIONS = Number(process.argv[2] ?? 1_000_000);
const SPANS = Number(process.argv[3] ?? 10_000_000);
const SPANS_A_TRACE = 30;
const ROUNDS = 60;
const WARMING = 10;
const DAY_MS = 86_400_000;

type Column = { readonly column_name: string; readonly data_type: string };

/** The rows of a table over and over, each copy a second earlier than the one before it, with ids of its own. */
async function multiply(
  client: pg.Client,
  table: string,
  ids: readonly string[],
  copies: number,
  set: Record<string, string> = {},
): Promise<void> {
  if (copies < 1) return;
  const { rows } = await client.query<Column>(
    "select column_name, data_type from information_schema.columns where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER' and is_identity = 'NO'",
    [table],
  );
  const valueFor = ({ column_name: name, data_type: type }: Column): string => {
    if (set[name] !== undefined) return set[name];
    if (ids.includes(name)) return `left(s."${name}", 4) || lpad(n::text, 7, '0') || substr(s."${name}", 12)`;
    return type === "timestamp with time zone" ? `s."${name}" - n * interval '1 second'` : `s."${name}"`;
  };
  await client.query(`create temporary table source as select * from ${table}`);
  await client.query(
    `insert into ${table} (${rows.map(({ column_name }) => `"${column_name}"`).join(", ")})
     select ${rows.map(valueFor).join(", ")} from generate_series(1, ${copies}) n, source s`,
  );
  await client.query("drop table source");
}

const countOf = async (client: pg.Client, table: string): Promise<number> =>
  Number((await client.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);

/** The demo organisation with as many actions as a large one has, and the runs of as many spans summed up. */
async function fill(client: pg.Client): Promise<void> {
  const copies = Math.ceil(ACTIONS / (await countOf(client, "action"))) - 1;
  await withoutIndexes(client, ["action", "approval", "vote", "trace"], async () => {
    await multiply(client, "action", ["id"], copies, { idempotency_key: "s.idempotency_key || ' copy ' || n" });
    await multiply(client, "approval", ["id", "action_id"], copies);
    await multiply(client, "vote", ["id", "approval_id"], copies);
    const traces = Math.ceil(SPANS / SPANS_A_TRACE / (await countOf(client, "trace"))) - 1;
    await multiply(client, "trace", [], traces, { id: "md5(s.id || n)", steps: String(SPANS_A_TRACE) });
  });
  for (const table of ["action", "approval", "vote", "trace"]) await client.query(`vacuum analyze ${table}`);
}

type Evaluated = { readonly took: number; readonly slowest: number; readonly criterion: string; readonly ended: number };

async function readNewest(client: pg.Client): Promise<Evaluated> {
  const { rows } = await client.query<Evaluated>(
    `select s.took_ms as took, r.took_ms as slowest, r.criterion,
       (select count(*)::int from maturity_result e where e.snapshot_id = s.id and e.missing like 'The query %') as ended
     from maturity_snapshot s join maturity_result r on r.snapshot_id = s.id where s.origin is null and r.took_ms is not null
     order by s.at desc, r.took_ms desc limit 1`,
  );
  const [newest] = rows;
  invariant(newest !== undefined, "nothing was evaluated");
  return newest;
}

async function time(work: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const samples: number[] = [];
  for (let round = -WARMING; round < ROUNDS; round += 1) {
    const began = performance.now();
    invariant((await work()).ok, "a page was refused");
    if (round >= 0) samples.push(performance.now() - began);
  }
  return percentile(samples, 0.95);
}

const { client, dataDir, stop } = await startEmpty();
const { privateKey } = generateKeyPairSync("ed25519");
process.env.REEVE_DATA_DIR = dataDir;
process.env.REEVE_DEMO = "1";
process.env.NEXTAUTH_SECRET = randomBytes(32).toString("hex");
process.env.REEVE_SIGNING_KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
await seedDemo(() => undefined);
await fill(client);

// Another day than the seed's: each has one.
await evaluateDaily(new Date(Date.now() + DAY_MS));
const { took, slowest, criterion, ended } = await readNewest(client);
const size = `${(await countOf(client, "action")).toLocaleString("en-GB")} actions and ${SPANS.toLocaleString("en-GB")} spans in rollups`;
report({ name: `all criteria evaluated, of ${size}`, value: took / 1_000, unit: "s", target: "≤ 20", ok: took <= 20_000 });
report({ name: `the slowest check, ${criterion}`, value: slowest / 1_000, unit: "s", target: "≤ 2 a query", ok: slowest <= 2_000 });
report({ name: "queries that took over 2 s and were ended", value: ended, unit: "", target: "0", ok: ended === 0 });

const { rows } = await client.query<{ id: string }>("select id from person where email = 'executive@reeve.demo'");
const reader = await actorOfPerson(rows[0]?.id ?? "");
invariant(reader !== null, "the executive of the demo is gone");
const scorecard = await time(() => readScorecard(reader));
report({ name: "the scorecard, p95", value: scorecard, unit: "ms", target: "≤ 50", ok: scorecard <= 50 });
const history = await time(() => readHistory(reader, 91, new Date(Date.now() + DAY_MS)));
report({ name: "its history of 13 weeks, p95", value: history, unit: "ms", target: "≤ 100", ok: history <= 100 });

await stop();
