import { cleanLine } from "@/server/kernel/untrusted";

/** A step as a slice of a Chrome trace; times are microseconds since the trace began. */
export type ChromeStep = {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly agent: string | null;
  readonly startUs: number;
  /** Null while it runs. */
  readonly durationUs: number | null;
  readonly args: { readonly [name: string]: string | number | boolean | null };
};

/** An event of the Trace Event Format: complete slices, slices beside all others, flows between slices, and metadata. */
export type ChromeEvent = {
  readonly ph: "X" | "b" | "e" | "M" | "s" | "f";
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: string;
  readonly bp?: "e";
  readonly args?: { readonly [name: string]: string | number | boolean | null };
};

type Slice = { readonly start: number; readonly end: number };

/** One row of slices: each lies within the one that is open below it, or after it, as viewers of the format ask. */
class Lane {
  private readonly open: number[] = [];

  takes({ start, end }: Slice): boolean {
    while ((this.open.at(-1) ?? Number.POSITIVE_INFINITY) <= start) this.open.pop();
    const top = this.open.at(-1);
    if (top !== undefined && end > top) return false;
    this.open.push(end);
    return true;
  }
}

/** As many rows as an agent gets: what overlaps beyond them stands beside all rows. */
const MOST_LANES = 400;
/** Numbers of processes lie so far apart: a row's number is that of its process and its place, so that no two are the same. */
const PROCESS = 1_000;

class Lanes {
  private readonly lanes: Lane[] = [];

  /** The row that takes a slice, the preferred one first; null when all are taken. */
  place(slice: Slice, preferred: number): number | null {
    if (this.lanes[preferred]?.takes(slice)) return preferred;
    const found = this.lanes.findIndex((lane, at) => at !== preferred && lane.takes(slice));
    if (found >= 0) return found;
    if (this.lanes.length >= MOST_LANES) return null;
    const fresh = new Lane();
    fresh.takes(slice);
    return this.lanes.push(fresh) - 1;
  }

  get count(): number {
    return this.lanes.length;
  }
}

const NOBODY = "an agent that names itself nowhere";
const nameOf = (text: string): string => cleanLine(text, 200) || "(without a name)";

/** Slices by start, those around others before them. */
function inOrder(steps: readonly ChromeStep[], extentUs: number): Ordered[] {
  return steps
    .map((step) => ({ step, start: step.startUs, end: step.startUs + (step.durationUs ?? Math.max(0, extentUs - step.startUs)) }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

type Ordered = Slice & { readonly step: ChromeStep };

/** The agents of a trace as processes of their own, told when they first come. */
class Processes {
  private readonly pids = new Map<string, { readonly pid: number; readonly lanes: Lanes }>();

  of(agent: string): { readonly pid: number; readonly lanes: Lanes; readonly told: readonly ChromeEvent[] } {
    const known = this.pids.get(agent);
    if (known !== undefined) return { ...known, told: [] };
    const place = this.pids.size + 1;
    const pid = place * PROCESS;
    const fresh = { pid, lanes: new Lanes() };
    this.pids.set(agent, fresh);
    const about = { ph: "M", pid, tid: pid } as const;
    return {
      ...fresh,
      told: [
        { ...about, name: "process_name", args: { name: nameOf(agent) } },
        { ...about, name: "process_sort_index", args: { sort_index: place } },
      ],
    };
  }
}

/** Of each step the place of the one of another agent that handed over to it, as far as that began before; or -1. */
function sourcesOf(ordered: readonly Ordered[]): readonly number[] {
  const places = new Map(ordered.map(({ step }, at) => [step.spanId, at]));
  let handing = -1;
  return ordered.map(({ step }, at) => {
    const isOther = (source: number) => source >= 0 && source < at && ordered[source]?.step.agent !== step.agent;
    // Some frameworks tell the handing over as a step of its own, and the other agent's work beside it.
    const isBeside = step.kind === "agent" && isOther(handing);
    const source = isBeside ? handing : (places.get(step.parentId ?? "") ?? -1);
    if (step.kind === "handoff") handing = at;
    else if (isBeside) handing = -1;
    return isOther(source) ? source : -1;
  });
}

/** The arrows that begin or end at a slice. They follow it at once: Perfetto binds them to the slice that its row told last. */
class Arrows {
  private readonly handed: ReadonlyMap<number, readonly number[]>;
  private readonly sources: readonly number[];

  constructor(private readonly ordered: readonly Ordered[]) {
    this.sources = sourcesOf(ordered);
    this.handed = Map.groupBy(ordered.keys(), (at) => this.sources[at] ?? -1);
  }

  *at(place: number, row: Pick<ChromeEvent, "pid" | "tid" | "ts">): Generator<ChromeEvent> {
    const about = { ...row, name: "hand-off", cat: "handoff" };
    const idOf = (own: number) => this.ordered[own]?.step.spanId ?? "";
    if ((this.sources[place] ?? -1) >= 0) yield { ...about, ph: "f", bp: "e", id: idOf(place) };
    for (const to of this.handed.get(place) ?? []) yield { ...about, ph: "s", id: idOf(to) };
  }
}

/**
 * A trace in Chrome's Trace Event Format, which Perfetto opens: an agent is a process, what overlaps within it stands in
 * rows of their own, and an arrow leads to work of another agent.
 */
export function* chromeEvents(steps: readonly ChromeStep[], extentUs: number): Generator<ChromeEvent> {
  const processes = new Processes();
  const rows = new Map<string, { readonly pid: number; readonly lane: number }>();
  const ordered = inOrder(steps, extentUs);
  const arrows = new Arrows(ordered);
  for (const [at, { step, start, end }] of ordered.entries()) {
    const { pid, lanes, told } = processes.of(step.agent ?? NOBODY);
    yield* told;
    const parent = rows.get(step.parentId ?? "");
    const known = lanes.count;
    const lane = lanes.place({ start, end }, parent?.pid === pid ? parent.lane : 0);
    const slice = { name: nameOf(step.name), cat: step.kind, pid, tid: pid + (lane ?? 0), ts: start };
    if (lane === null) {
      yield { ...slice, ph: "b", id: step.spanId, args: step.args };
      yield { ...slice, ph: "e", id: step.spanId, ts: end };
      continue;
    }
    if (lanes.count > known) yield* rowName(pid, lane);
    rows.set(step.spanId, { pid, lane });
    yield { ...slice, ph: "X", dur: end - start, args: step.args };
    yield* arrows.at(at, { pid, tid: slice.tid, ts: start });
  }
}

function* rowName(pid: number, lane: number): Generator<ChromeEvent> {
  const about = { ph: "M", pid, tid: pid + lane } as const;
  yield { ...about, name: "thread_name", args: { name: lane === 0 ? "steps" : `steps, row ${lane + 1}` } };
  yield { ...about, name: "thread_sort_index", args: { sort_index: lane } };
}
