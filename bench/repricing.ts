import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { freePort } from "@/cli/ports";
import { ensureInitKey } from "@/server/identity/keys";
import { invariant } from "@/server/kernel/result";
import { ensureDays } from "@/server/traces/partitions";
import { startBase } from "./base";
import { report } from "./figure";
import { exportsOf } from "./otlp-bodies";
import { senderTo } from "./otlp-sending";
import { changePrice, readRepricing, storeDimensions, storePricedSteps } from "./priced-steps";

// Telemetry comes in while a change of price has a million earlier steps counted again: by the door of a web process, and a worker beside it.
const REPRICED = Number(process.argv[2] ?? 1_000_000);
const LINES = 8;
const SPANS_EACH = 100;
const ALONE_SECONDS = 15;
/** Exports that stand ready, so that writing them takes no time from anybody; beyond them each is written when it is sent. */
const READY = 1_500;
const MOST_SECONDS = 600;

const base = await startBase("operator");
await storeDimensions(base.client);
await storePricedSteps(base.client, REPRICED);
await ensureDays([Date.now()]);
const apiKey = `rv_${randomBytes(24).toString("base64url")}`;
await ensureInitKey(apiKey);

const begin = (program: string, ...more: string[]): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", program, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DATABASE_URL: base.url },
  });
const port = await freePort();
const web = begin("server/traces/testing/otlp-process.ts", String(port));
invariant(web.stdout !== null, "the web process of the bench has no output");
await once(web.stdout, "data");
const worker = begin("server/worker.ts");
worker.stdout?.resume();

// Whatever ends this bench ends them too.
process.once("exit", () => {
  for (const child of [web, worker]) child.kill("SIGKILL");
});

const sender = senderTo(`http://127.0.0.1:${port}`, apiKey, [429, 503]);
const ready = exportsOf(READY, SPANS_EACH);
let sent = 0;
let isOver = false;
const lines = Array.from({ length: LINES }, async () => {
  while (!isOver) {
    const [body] = ready.length > 0 ? ready.splice(-1) : exportsOf(1, SPANS_EACH);
    invariant(body !== undefined, "an export was not written");
    await sender.send(body);
    sent += SPANS_EACH;
  }
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Spans a second until something is so. */
async function rateUntil(isSo: () => Promise<boolean>): Promise<{ rate: number; seconds: number }> {
  const [before, began] = [sent, performance.now()];
  for (let n = 0; n < MOST_SECONDS * 5 && !(await isSo()); n++) await pause(200);
  const seconds = (performance.now() - began) / 1_000;
  return { rate: (sent - before) / seconds, seconds };
}
const after = (seconds: number) => {
  const endMs = performance.now() + seconds * 1_000;
  return async () => performance.now() >= endMs;
};
const stateIs = (state: string) => async () => (await readRepricing(base.client))?.state === state;

await rateUntil(after(5)); // warm before anything counts
const before = await rateUntil(after(ALONE_SECONDS));
await changePrice(base.person);
await rateUntil(stateIs("running"));
const during = await rateUntil(stateIs("done"));
const afterwards = await rateUntil(after(ALONE_SECONDS));
isOver = true;
await Promise.all(lines);
sender.end();
const done = await readRepricing(base.client);
for (const child of [web, worker]) {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
await base.stop();

const alone = (before.rate + afterwards.rate) / 2;
const what = `${REPRICED.toLocaleString("en-GB")} steps counted again`;
report({ name: `spans a second beside ${what}`, value: during.rate, unit: "spans/s", target: "for orientation", ok: true });
report({
  name: `the same against what came alone before and after (${alone.toFixed(0)} spans/s)`,
  value: during.rate / alone,
  unit: "ratio",
  target: ">= 0.8",
  ok: during.rate / alone >= 0.8,
});
const isAll = done?.state === "done" && done.seen >= REPRICED;
report({
  name: `${what} while telemetry comes`,
  value: during.seconds,
  unit: "s",
  target: "<= 60 for 1,000,000",
  ok: isAll && during.seconds <= 60 * Math.max(1, REPRICED / 1_000_000),
});
