import { hardCap, toKept, toShown } from "./judge";
import type { Measure, ScopeKind, Threshold, Window } from "./terms";
import { RUN_MEASURES } from "./terms";
import { amountWords } from "./words";

export type Fault = { readonly path: string; readonly message: string };

export type Terms = {
  readonly scope: { readonly kind: ScopeKind; readonly id: string | null };
  readonly measure: Measure;
  readonly limit: bigint;
  readonly window: Window;
  readonly thresholds: readonly Threshold[];
};

/** What there is to choose from: of a name, whether it exists. */
export type Known = { readonly hasScope: boolean; readonly groupIds: ReadonlySet<string>; readonly spent: bigint };

/** What is wrong with the name that it is of; null when nothing is. */
function scopeFault({ kind, id }: Terms["scope"], hasScope: boolean): string | null {
  if (kind === "organisation") return id === null ? null : "The organisation needs no name.";
  if (id === null) return kind === "run" ? null : "Choose what it is of.";
  if (hasScope) return null;
  return kind === "team" ? "This team no longer exists. Choose another." : "No agent has this name.";
}

function termsFaults({ scope, measure, window }: Terms, { hasScope }: Known): Fault[] {
  const faults: Fault[] = [];
  const name = scopeFault(scope, hasScope);
  const isOfRun = scope.kind === "run";
  if (name !== null) faults.push({ path: "scope.id", message: name });
  if (RUN_MEASURES.includes(measure) && !isOfRun) {
    faults.push({ path: "measure", message: "Wall time and repeats are counted of a run. Choose each run, or another measure." });
  }
  if (isOfRun !== (window.kind === "run")) {
    faults.push({ path: "window", message: isOfRun ? "A run is its own window." : "Choose a day, a week, a month or the last hours." });
  }
  return faults;
}

type Said = readonly [field: string, message: string];

/** What is wrong with a threshold for standing where it stands. */
function orderFault({ percent, act }: Threshold, before: readonly Threshold[]): Said | null {
  const last = before.at(-1);
  if (last !== undefined && percent < last.percent) return ["percent", `Put it before ${last.percent} %: thresholds stand in their order.`];
  if (before.some((one) => one.percent === percent && one.act === act)) return ["percent", "This stands here twice."];
  if (before.some((one) => one.act === "cut_off")) return ["percent", "Nothing comes after the cut-off: no call passes it."];
  return null;
}

/** What is missing for a threshold to be acted on. */
function actFault({ act, groupIds, perMinute }: Threshold, known: Known): Said | null {
  if (act === "require_approval" && groupIds.length === 0) return ["groupIds", "Choose who is asked."];
  if (groupIds.some((id) => !known.groupIds.has(id))) return ["groupIds", "This group no longer exists. Choose another."];
  if (act === "throttle" && perMinute === null) return ["perMinute", "Say how many calls a minute still pass."];
  return null;
}

const thresholdFaults = (thresholds: readonly Threshold[], known: Known): Fault[] =>
  thresholds.flatMap((threshold, i): Fault[] => {
    const fault = orderFault(threshold, thresholds.slice(0, i)) ?? actFault(threshold, known);
    return fault === null ? [] : [{ path: `thresholds.${i}.${fault[0]}`, message: fault[1] }];
  });

/** What is wrong with the terms of a budget, each with the field it is about. Empty when they hold. */
export function faultsOf(terms: Terms, known: Known): Fault[] {
  const faults = [...termsFaults(terms, known), ...thresholdFaults(terms.thresholds, known)];
  const limit = toKept(terms.measure, terms.limit);
  const cap = hardCap(terms.thresholds, limit) ?? limit;
  if (faults.length === 0 && known.spent > cap) {
    const spent = amountWords(terms.measure, toShown(terms.measure, known.spent));
    faults.push({
      path: "limit",
      message: `${spent} is spent already in the running window. Enter more than that, or wait for the next window.`,
    });
  }
  return faults;
}
