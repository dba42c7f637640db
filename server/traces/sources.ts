import type { KeyActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import type { Rejected } from "./core/otlp/model";
import { countSources, type Outcome, sourceId } from "./source-store";

/** Whoever sends a thousand names is one source under all of them. */
const MOST_SOURCES = 200;
const OTHER = "other services";

// Next.js loads modules once a bundle; the process must still remember once. Sources are never removed.
const shared = globalThis as typeof globalThis & { reeveSources?: Map<string, Promise<string>> };

async function find(apiKeyId: string, service: string, sdk: string, now: Date): Promise<string> {
  const isMany = (await countSources(apiKeyId)) >= MOST_SOURCES;
  return sourceId(newId("ingestSource"), isMany ? { apiKeyId, service: OTHER, sdk } : { apiKeyId, service, sdk }, now);
}

/** The source that this key is when it sends for a service with an SDK. */
export function sourceOf(actor: Pick<KeyActor, "id">, service: string | null, sdk: string, now: Date): Promise<string> {
  shared.reeveSources ??= new Map();
  const known = shared.reeveSources;
  const name = (service ?? "unnamed").slice(0, 128);
  const key = JSON.stringify([actor.id, name, sdk]);
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size > 5_000) known.clear();
  const asked = find(actor.id, name, sdk, now);
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

/** Forgets what was asked: the database is another one. */
export const forgetSources = (): void => shared.reeveSources?.clear();

type Signal = "traces" | "logs" | "metrics";

/** Counts as notes for one source, without those that are zero. */
export function outcomesOf(
  source: string,
  signal: Signal,
  counts: { readonly [outcome: string]: number },
  rejected: Rejected = new Map(),
): Outcome[] {
  const all = [...Object.entries(counts), ...[...rejected].map(([reason, count]): [string, number] => [reason, count])];
  return all.flatMap(([outcome, count]) => (count === 0 ? [] : [{ sourceId: source, signal, outcome, count }]));
}
