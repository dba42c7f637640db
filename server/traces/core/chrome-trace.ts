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

/** An event of the Trace Event Format: complete slices, flows between them, and metadata. */
export type ChromeEvent = {
  readonly ph: "X" | "M" | "s" | "f";
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
type Placed = Slice & { readonly pid: number; readonly tid: number };

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

/** As many rows as an agent gets; what overlaps beyond shares the last. */
const MOST_LANES = 400;

class Lanes {
  private readonly lanes: Lane[] = [];

  place(slice: Slice, preferred: number): number {
    if (this.lanes[preferred]?.takes(slice)) return preferred;
    const found = this.lanes.findIndex((lane, at) => at !== preferred && lane.takes(slice));
    if (found >= 0) return found;
    if (this.lanes.length >= MOST_LANES) return MOST_LANES - 1;
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
function inOrder(steps: readonly ChromeStep[], extentUs: number): (Slice & { readonly step: ChromeStep })[] {
  return steps
    .map((step) => ({ step, start: step.startUs, end: step.startUs + (step.durationUs ?? Math.max(0, extentUs - step.startUs)) }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The agents of a trace as processes of their own, told when they first come. */
class Processes {
  private readonly pids = new Map<string, { readonly pid: number; readonly lanes: Lanes }>();

  of(agent: string): { readonly pid: number; readonly lanes: Lanes; readonly told: readonly ChromeEvent[] } {
    const known = this.pids.get(agent);
    if (known !== undefined) return { ...known, told: [] };
    const fresh = { pid: this.pids.size + 1, lanes: new Lanes() };
    this.pids.set(agent, fresh);
    const about = { ph: "M", pid: fresh.pid, tid: 0 } as const;
    return {
      ...fresh,
      told: [
        { ...about, name: "process_name", args: { name: nameOf(agent) } },
        { ...about, name: "process_sort_index", args: { sort_index: fresh.pid } },
      ],
    };
  }
}

/**
 * A trace in Chrome's Trace Event Format, which Perfetto opens: an agent is a process, what overlaps within it stands in
 * rows of their own, and an arrow leads to work of another agent.
 */
export function* chromeEvents(steps: readonly ChromeStep[], extentUs: number): Generator<ChromeEvent> {
  const processes = new Processes();
  const placed = new Map<string, Placed>();
  for (const { step, start, end } of inOrder(steps, extentUs)) {
    const { pid, lanes, told } = processes.of(step.agent ?? NOBODY);
    yield* told;
    const parent = placed.get(step.parentId ?? "");
    const known = lanes.count;
    const tid = lanes.place({ start, end }, parent?.pid === pid ? parent.tid - 1 : 0) + 1;
    if (lanes.count > known) yield rowName(pid, tid);
    const place = { start, end, pid, tid };
    placed.set(step.spanId, place);
    yield { ph: "X", name: nameOf(step.name), cat: step.kind, pid, tid, ts: start, dur: end - start, args: step.args };
    if (parent !== undefined) yield* flow(step, parent, place);
  }
}

const rowName = (pid: number, tid: number): ChromeEvent => ({
  ph: "M",
  name: "thread_name",
  pid,
  tid,
  args: { name: tid === 1 ? "steps" : `steps, row ${tid}` },
});

/** An arrow to work of another agent from the step that handed over; it must begin within that step's slice. */
function* flow({ spanId }: ChromeStep, from: Placed, to: Placed): Generator<ChromeEvent> {
  if (from.pid === to.pid || to.start < from.start || to.start > from.end) return;
  const about = { name: "hand-off", cat: "handoff", id: spanId };
  yield { ...about, ph: "s", pid: from.pid, tid: from.tid, ts: to.start };
  yield { ...about, ph: "f", bp: "e", pid: to.pid, tid: to.tid, ts: to.start };
}
