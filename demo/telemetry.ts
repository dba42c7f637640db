import { AsyncLocalStorage } from "node:async_hooks";
import { OpenTelemetry } from "@ai-sdk/otel";
import { type Attributes, DiagConsoleLogger, DiagLogLevel, diag, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { registerTelemetry } from "ai";

const SOON_MS = 250;
const told = new AsyncLocalStorage<Attributes>();

/** Writes on every span what the run around it says about itself. */
const sayAbout: SpanProcessor = {
  onStart: (span) => void span.setAttributes(told.getStore() ?? {}),
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/**
 * Lets the AI SDK tell OpenTelemetry what it does, and sends it where OTEL_EXPORTER_OTLP_ENDPOINT and
 * OTEL_EXPORTER_OTLP_HEADERS say. Answers how to send the rest and end.
 */
export function startTelemetry(service: string): () => Promise<void> {
  diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR); // an exporter that is refused says so
  const exporter = new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: SOON_MS });
  const resource = resourceFromAttributes({ "service.name": service });
  const provider = new NodeTracerProvider({ resource, spanProcessors: [sayAbout, exporter] });
  provider.register();
  registerTelemetry(new OpenTelemetry());
  return () => provider.shutdown();
}

/** Runs `work`; its spans say this about it. */
export const saying = <T>(attributes: Attributes, work: () => Promise<T>): Promise<T> => told.run(attributes, work);

/** The span that is open here: what ties an action of the gate to the step that carries it out. */
export function spanHere(): { readonly traceId: string; readonly spanId: string } | Record<string, never> {
  const context = trace.getActiveSpan()?.spanContext();
  return context === undefined ? {} : { traceId: context.traceId, spanId: context.spanId };
}
