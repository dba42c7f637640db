import { invariant } from "@/server/kernel/result";
import { foldCosts } from "@/server/spend/keeping";
import { exploreSpend } from "@/server/spend/service";
import { repriceSteps } from "@/server/traces/reprice";
import { startBase } from "./base";
import { median, percentile, report } from "./figure";
import { changePrice, readRepricing, storeDimensions, storePricedSteps } from "./priced-steps";

const ROUNDS = 40;
const REPRICED = Number(process.argv[2] ?? 1_000_000);

const { client, person: reader, stop } = await startBase("operator");
await storeDimensions(client);

/** The hours that so many calls of the last 60 days sum up to: what the page reads. */
async function fill(calls: number): Promise<void> {
  await client.query("truncate cost_hourly, cost_daily");
  await client.query("update cost_day_zone set zone = ''");
  await client.query(
    `insert into cost_hourly select date_trunc('hour', now()) - h * interval '1 hour', d.id, 'priced', n.calls, n.calls * 900, n.calls * 400, 0, 0, n.calls * 120, n.calls * 30,
       n.calls * 1125000000::numeric, n.calls * 50000000::numeric, 0, 0, n.calls * 1200000000::numeric, n.calls * 300000000::numeric, 0
     from generate_series(0, 1439) h, cost_dimension d,
       lateral (select floor($1::float8 / (1440 * 48) + (hashint4(h * 97 + d.id) & 1023) / 1024.0)::int as calls) n where n.calls > 0`,
    [calls],
  );
  await foldCosts(new Date());
  await client.query("vacuum analyze cost_hourly");
  await client.query("vacuum analyze cost_daily");
}

async function explore(): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let round = -5; round < ROUNDS; round += 1) {
    const began = performance.now();
    const answer = await exploreSpend(reader, { span: "30d", by: round % 2 === 0 ? "model" : "team" });
    invariant(answer.ok && answer.value.groups.length > 0, "the page of spend has no figures");
    if (round >= 0) samples.push(performance.now() - began);
  }
  return samples;
}

await fill(100_000);
const few = await explore();
await fill(10_000_000);
const many = await explore();
const p95 = percentile(many, 0.95);
report({ name: "30 days by model × team, of 10,000,000 steps, p95", value: p95, unit: "ms", target: "≤ 100", ok: p95 <= 100 });
const ratio = median(many) / median(few);
report({ name: "the same against 100,000 steps, medians", value: ratio, unit: "×", target: "≤ 1.3", ok: ratio <= 1.3 });

await storePricedSteps(client, REPRICED);
await changePrice(reader);
await new Promise((resolve) => setTimeout(resolve, 2_500)); // the table in force is remembered for two seconds
const began = performance.now();
await repriceSteps(new Date(Date.now() + 60_000));
const seconds = (performance.now() - began) / 1_000;
const done = await readRepricing(client);
invariant(done?.state === "done" && done.seen === REPRICED, `the repricing saw ${done?.seen} steps and is ${done?.state}`);
report({
  name: `${REPRICED.toLocaleString("en-GB")} steps looked at after a change of price, ${done.changed.toLocaleString("en-GB")} of them counted again`,
  value: seconds,
  unit: "s",
  target: "≤ 60 for 1,000,000",
  ok: seconds <= 60 * Math.max(1, REPRICED / 1_000_000),
});

await stop();
