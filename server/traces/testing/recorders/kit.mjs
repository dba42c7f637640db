// Records what a real SDK exports: the spans it makes with scripted models, in OTLP's JSON, with the versions that made them.
import { readFileSync, writeFileSync } from "node:fs";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

export const exporter = new InMemorySpanExporter();
export function provide(attributes = {}) {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      "service.name": "renewals",
      "reeve.task.class": "renewal-outreach",
      "team.id": "sales",
      ...attributes,
    }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  provider.register();
  return provider;
}
export const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
export function keep(name, packages) {
  const spans = exporter.getFinishedSpans();
  const otlp = JSON.parse(new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans)));
  const protobuf = Buffer.from(ProtobufTraceSerializer.serializeRequest(spans)).toString("base64");
  const madeBy = Object.fromEntries([...packages, "@opentelemetry/otlp-transformer"].map((one) => [one, versionOf(one)]));
  writeFileSync(new URL(`../recorded/${name}.json`, import.meta.url), `${JSON.stringify({ madeBy, otlp, protobuf }, null, 2)}\n`);
  process.stdout.write(`${name}: ${spans.length} spans\n`);
}
