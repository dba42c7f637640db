import canonicalize from "canonicalize";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import { listPayloads } from "./conversation-store";
import { readContent } from "./core/content";
import { readKept } from "./core/kept-span";
import { loadTrace } from "./service";
import type { StepView } from "./trace-store";

/** As many calls are read for their arguments. */
const MOST_CALLS = 2_000;

type Repeats = {
  /** Calls of one tool by one agent with the same arguments, by the ids of their steps; each twice or more. */
  readonly groups: readonly (readonly string[])[];
  /** How many calls were not looked at. */
  readonly unread: number;
};

const callOf = ({ agent, tool }: StepView): string => JSON.stringify([agent, tool]);

/** Which calls of a trace came back with the same arguments. It says which are alike, not what they hold. */
export async function readRepeats(actor: Actor, traceId: string): Promise<Result<Repeats>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you traces.");
  const shaped = await loadTrace(traceId);
  if (shaped === null) return refuse("not_found", "There is no such trace.");
  const calls = shaped.steps.filter(({ kind, tool }) => kind === "tool" && tool !== null);
  const called = Map.groupBy(calls, callOf);
  const again = calls.filter((step) => (called.get(callOf(step))?.length ?? 0) > 1);
  const read = again.slice(0, MOST_CALLS);
  const told = await argumentsOf(shaped.trace, read);
  const alike = Map.groupBy(
    read.flatMap((step) => {
      const args = told.get(step.spanId);
      return args === undefined ? [] : [{ key: `${callOf(step)} ${args}`, spanId: step.spanId }];
    }),
    ({ key }) => key,
  );
  const groups = [...alike.values()].filter((own) => own.length > 1).map((own) => own.map(({ spanId }) => spanId));
  return ok({ groups, unread: again.length - read.length });
}

/** What calls were made with, in one way of writing it; those of which nothing is told are left out. */
async function argumentsOf(trace: Parameters<typeof listPayloads>[0], calls: readonly StepView[]): Promise<ReadonlyMap<string, string>> {
  const rows = await listPayloads(
    trace,
    calls.map(({ spanId }) => spanId),
  );
  return new Map(
    rows.flatMap(({ spanId, span }) => {
      const args = span === null ? null : readContent(readKept(span).attributes, "tool").args;
      return args === null ? [] : [[spanId, canonicalize(args) ?? ""] as const];
    }),
  );
}
