import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Reeve } from "@reeve/sdk";
import { DEMO_AGENTS, type DemoAgent } from "./agents";
import { Company } from "./crm";
import { runAway } from "./runaway";
import { startTelemetry } from "./telemetry";
import { type Tell, work } from "./work";

const USAGE = `npm run demo:agents -- [--once] [--pace SECONDS] [--wait SECONDS] [--agent NAME]
  --once   each agent works once, then it ends (default: they go on until Ctrl-C)
  --pace   pause of an agent between two runs (default 30)
  --wait   withdraw what nobody has decided after so long (default: wait until someone decides)
  --agent  only this agent
npm run demo:agents -- runaway [--agent NAME]: an agent that never ends by itself, for a budget to stop (default: renewals-agent)`;

class Unusable extends Error {}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        once: { type: "boolean", default: false },
        pace: { type: "string", default: "30" },
        wait: { type: "string" },
        agent: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.some((word) => word !== "runaway")) throw new Unusable(`${positionals.join(" ")} is not known.\n${USAGE}`);
    return {
      ...values,
      isRunaway: positionals.length > 0,
      paceMs: seconds("--pace", values.pace),
      waitMs: values.wait === undefined ? null : seconds("--wait", values.wait),
    };
  } catch (error) {
    throw error instanceof Unusable ? error : new Unusable(`${(error as Error).message}\n${USAGE}`);
  }
}

function seconds(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Unusable(`${name}: write a number of seconds above 0.`);
  return value * 1_000;
}

async function findKey(): Promise<string> {
  if (process.env.REEVE_API_KEY) return process.env.REEVE_API_KEY;
  const file = join(process.env.REEVE_DATA_DIR || ".reeve", "demo-agent-key");
  const key = await readFile(file, "utf8").catch(() => null);
  if (key === null)
    throw new Unusable(
      `REEVE_API_KEY is not set, and ${file} is not there: start Reeve with its demo organisation (npm start), or set a key with the scopes actions:write, actions:read and traces:write.`,
    );
  return key.trim();
}

async function checkReachable(url: string): Promise<void> {
  const ready = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  if (ready === null) throw new Unusable(`Reeve does not answer at ${url}: start it with npm start, or set REEVE_URL.`);
  if (!ready.ok) throw new Unusable(`Reeve at ${url} is not ready yet (${ready.status}): wait until it is, then try again.`);
}

const width = Math.max(...DEMO_AGENTS.map(({ name }) => name.length));
const useColour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code: number, text: string) => (useColour ? `\u001b[${code}m${text}\u001b[0m` : text);
const COLOURS = { starts: 1, thinks: 2, waits: 33, ran: 32, told: 31, ends: 1, stops: 2 } as const;

const tell: Tell = (agent, kind, text) => {
  const time = new Date().toTimeString().slice(0, 8);
  console.log(`${paint(2, time)}  ${agent.padEnd(width)}  ${paint(COLOURS[kind], kind.padEnd(6))}  ${text}`);
};

/** Pauses, unless it is time to stop. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

type Shift = { readonly url: string; readonly apiKey: string; readonly waitMs: number | null; readonly stop: AbortSignal };

/** One run of an agent, told line by line. Answers whether it came to its end. */
async function run(agent: DemoAgent, { url, apiKey, waitMs, stop }: Shift): Promise<boolean> {
  const onReceiptLost = (error: unknown) => tell(agent.name, "stops", `A receipt was lost: ${String(error)}`);
  const reeve = new Reeve({ url, apiKey, agent: agent.name, onReceiptLost });
  const signal = waitMs === null ? stop : AbortSignal.any([stop, AbortSignal.timeout(waitMs)]);
  const runId = `demo-${agent.name}-${Date.now().toString(36)}`;
  try {
    tell(agent.name, "ends", await work(agent, reeve, new Company(), runId, tell, signal));
    return true;
  } catch (error) {
    tell(agent.name, "stops", signal.aborted ? "Stopped; what waited is withdrawn." : (error as Error).message);
    return signal.aborted;
  }
}

async function findReeve(): Promise<{ url: string; apiKey: string }> {
  const url = (process.env.REEVE_URL || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, "");
  const apiKey = await findKey();
  await checkReachable(url);
  return { url, apiKey };
}

async function letRunAway(agent: string): Promise<boolean> {
  const { url, apiKey } = await findReeve();
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  tell(agent, "stops", await runAway(new Reeve({ url, apiKey, agent }), { url, apiKey, agent }, tell, stopping.signal));
  return true;
}

async function main(): Promise<boolean> {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return true;
  }
  if (options.isRunaway) return letRunAway(options.agent ?? "renewals-agent");
  const agents = DEMO_AGENTS.filter(({ name }) => options.agent === undefined || name === options.agent);
  if (agents.length === 0) throw new Unusable(`--agent: there are ${DEMO_AGENTS.map(({ name }) => name).join(", ")}.`);
  const { url, apiKey } = await findReeve();
  // The two variables that any instrumented agent is given; who sets them sends elsewhere.
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT ||= `${url}/api/otel`;
  process.env.OTEL_EXPORTER_OTLP_HEADERS ||= `Authorization=Bearer%20${apiKey}`;
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  process.once("SIGTERM", () => stopping.abort());
  console.log(
    `${agents.length} agents work against ${url}. Decide at ${url}/queue, follow them at ${url}/traces${options.once ? "." : "; Ctrl-C ends it."}`,
  );
  const endTelemetry = startTelemetry("reeve-demo-agents");
  const shift = { url, apiKey, waitMs: options.waitMs, stop: stopping.signal };
  const outcomes = await Promise.all(agents.map((agent) => workOn(agent, shift, options)));
  await endTelemetry().catch((error: Error) => console.error(`Telemetry was not sent: ${error.message}`));
  return outcomes.every(Boolean);
}

async function workOn(agent: DemoAgent, shift: Shift, { once, paceMs }: { once: boolean; paceMs: number }): Promise<boolean> {
  let isFine = await run(agent, shift);
  while (!once && !shift.stop.aborted) {
    await pause(paceMs, shift.stop);
    if (!shift.stop.aborted) isFine = await run(agent, shift);
  }
  return isFine;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
