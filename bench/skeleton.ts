import { loadavg } from "node:os";
import { readSkeleton } from "@/server/traces/service";
import { startBase } from "./base";
import { median, percentile, report } from "./figure";
import { storeLargeTrace } from "./large-trace";

const ROUNDS = 20;

const { client, person: reader, stop } = await startBase("viewer");

for (const [steps, limitMs, limitBytes] of [
  [10_000, 300, 1.5e6],
  [50_000, 1_500, 7.5e6],
] as const) {
  const traceId = await storeLargeTrace(client, steps);
  await client.query("vacuum analyze step");
  const times: number[] = [];
  let bytes = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    const skeleton = await readSkeleton(reader, traceId);
    if (!skeleton.ok) throw new Error(skeleton.refusal.message);
    bytes = Buffer.byteLength(JSON.stringify(skeleton.value));
    times.push(performance.now() - began);
  }
  const p95 = percentile(times, 0.95);
  const name = `skeleton of a ${steps}-step trace, read, told and written as JSON`;
  console.log(`  ${name}: median ${median(times).toFixed(0)} ms; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  report({ name: `${name}: p95`, value: p95, unit: "ms", target: `<= ${limitMs}`, ok: p95 <= limitMs });
  report({ name: `${name}: size`, value: bytes / 1e6, unit: "MB", target: `<= ${limitBytes / 1e6}`, ok: bytes <= limitBytes });
}
await stop();
