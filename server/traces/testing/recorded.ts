import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeOpenAiAgents } from "../core/dialects/openai-agents";
import { admit } from "../core/otlp/admit";
import { decodeSpans } from "../core/otlp/json";
import type { Span } from "../core/otlp/model";

/** What real SDKs exported, with scripted models; each file names the packages that made it. `recorders/` makes them again. */
export const RECORDED = ["otel", "ai-sdk-7", "ai-sdk-6", "openinference", "openllmetry", "openai-agents", "claude-code"] as const;
export type Recorded = (typeof RECORDED)[number];

type File = {
  readonly madeBy: { readonly [name: string]: string };
  readonly otlp?: unknown;
  readonly body?: unknown;
  readonly protobuf?: string;
  readonly traces?: readonly unknown[];
  readonly logs?: readonly unknown[];
  readonly metrics?: readonly unknown[];
};

export const recording = (name: Recorded): File =>
  JSON.parse(readFileSync(join(import.meta.dirname, "recorded", `${name}.json`), "utf8")) as File;

/** The bodies that were sent to the traces path, as JSON text. */
export function bodiesOf(name: Recorded): string[] {
  const { otlp, body, traces } = recording(name);
  return (traces ?? [otlp ?? body]).map((one) => JSON.stringify(one));
}

const EVER = { from: 1n, to: 10n ** 19n };

/** The spans of a recording as they are kept. */
export function spansOf(name: Recorded): readonly Span[] {
  const decode = (text: string) => (name === "openai-agents" ? decodeOpenAiAgents(text).spans : decodeSpans(text));
  return admit(bodiesOf(name).flatMap(decode), EVER, 10n ** 19n, 10_000).items;
}
