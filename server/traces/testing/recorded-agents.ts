import { freshRun } from "./fresh-run";
import { RECORDED } from "./recorded";

// Agents of each SDK that have just run: what they export goes where the two variables of OpenTelemetry say. Their arguments name the
// recordings; a line of JSON on stdout says which traces they are.

/** The headers of OTEL_EXPORTER_OTLP_HEADERS: `name=value` with commas between them, encoded as in an address. */
const headersOf = (variable: string) =>
  Object.fromEntries(variable.split(",").map((pair) => pair.split("=").map((part) => decodeURIComponent(part.trim()))));

// biome-ignore lint/style/noProcessEnv: this is no part of Reeve but stands for agents, which know no more than these two
const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: told = "" } = process.env;
const headers = headersOf(told);
const wanted = new Set(process.argv.slice(2));

const traces: Record<string, readonly string[]> = {};
for (const name of RECORDED.filter((one) => wanted.has(one))) {
  const { traceIds, sent } = freshRun(name, new Date());
  for (const { signal, type, body } of sent) {
    const request = { method: "POST", headers: { ...headers, "content-type": type }, body: new Uint8Array(body) };
    const answer = await fetch(`${endpoint}/v1/${signal}`, request);
    if (!answer.ok) throw new Error(`${name}: ${signal} were answered ${answer.status}: ${await answer.text()}`);
  }
  traces[name] = traceIds;
}
process.stdout.write(`${JSON.stringify(traces)}\n`);
