import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { type ChromeStep, chromeEvents } from "./chrome-trace";

// The Trace Event Format as its document has it, as far as it is written here: nothing besides is allowed.
const int32 = z.number().int().min(0).max(2_147_483_647);
const micros = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
const args = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const place = { name: z.string().min(1), pid: int32, tid: int32 };
const Complete = z.strictObject({ ...place, ph: z.literal("X"), cat: z.string().min(1), ts: micros, dur: micros, args });
const flow = { ...place, cat: z.string().min(1), id: z.string().min(1), ts: micros };
const NAMES = ["process_name", "thread_name"] as const;
const SORTED = ["process_sort_index", "thread_sort_index"] as const;
const Metadata = z.union([
  z.strictObject({ ...place, ph: z.literal("M"), name: z.enum(NAMES), args: z.strictObject({ name: z.string().min(1) }) }),
  z.strictObject({ ...place, ph: z.literal("M"), name: z.enum(SORTED), args: z.strictObject({ sort_index: int32 }) }),
]);
const Start = z.strictObject({ ...flow, ph: z.literal("s") });
const Finish = z.strictObject({ ...flow, ph: z.literal("f"), bp: z.literal("e") });
const Beside = z.strictObject({ ...flow, ph: z.literal("b"), args });
const Besides = z.strictObject({ ...flow, ph: z.literal("e") });
const Event = z.union([Complete, Beside, Besides, Metadata, Start, Finish]);
type Slice = z.infer<typeof Complete>;

const step = fc.record({
  kind: fc.constantFrom("agent", "llm", "tool", "handoff"),
  name: fc.oneof(fc.constantFrom("chat", "", "\u202e\0"), fc.string()),
  agent: fc.constantFrom("sales", "renewals", null),
  startUs: fc.nat(1_000),
  durationUs: fc.oneof(fc.nat(400), fc.constant(null)),
});
const trace = fc.array(fc.tuple(step, fc.nat(50)), { maxLength: 60 }).map((drawn) =>
  drawn.map(
    ([own, under], i): ChromeStep => ({
      ...own,
      spanId: `s${i}`,
      parentId: i === 0 ? null : `s${under % i}`,
      args: { order: i, cost: null },
    }),
  ),
);

const isWithin = ({ ts, dur }: Slice, at: number) => ts <= at && at <= ts + dur;

type Told = z.infer<typeof Event>;
const rowOf = ({ pid, tid }: Pick<Slice, "pid" | "tid">) => `${pid} ${tid}`;

/** Whether some of the slices of one row cross, instead of lying within each other or apart. */
function cross(row: readonly Slice[]): boolean {
  const open: number[] = [];
  for (const { ts, dur } of row.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    while ((open.at(-1) ?? Number.POSITIVE_INFINITY) <= ts) open.pop();
    if (ts + dur > (open.at(-1) ?? Number.POSITIVE_INFINITY)) return true;
    open.push(ts + dur);
  }
  return false;
}

/** Rows without a name, or in which slices cross. */
function oddRows(events: readonly Told[], rows: ReadonlyMap<string, readonly Slice[]>): string[] {
  const named = events.filter((event) => event.ph === "M");
  const threads = new Set(named.filter(({ name }) => name === "thread_name").map(rowOf));
  const processes = new Set(named.filter(({ name }) => name === "process_name").map(({ pid }) => pid));
  return [...rows].filter(([key, row]) => !threads.has(key) || !processes.has(row[0]?.pid ?? -1) || cross(row)).map(([key]) => key);
}

/** Ends of flows that do not follow their slice at once: Perfetto binds them to whatever slice its row told last. */
const looseEnds = (events: readonly Told[]): readonly Told[] =>
  events.filter((event, i) => {
    if (event.ph !== "s" && event.ph !== "f") return false;
    const slice = events.slice(0, i).findLast(({ ph }) => ph !== "s" && ph !== "f");
    return slice?.ph !== "X" || rowOf(slice) !== rowOf(event) || slice.ts !== event.ts;
  });

/** Flows that have not one start and one end after it, or an end that binds to no slice. */
function oddFlows(events: readonly Told[], rows: ReadonlyMap<string, readonly Slice[]>): string[] {
  const ends = events.filter((event) => event.ph === "s" || event.ph === "f");
  const flows = Map.groupBy(ends, ({ cat, name, id }) => `${cat} ${name} ${id}`);
  const isBound = (end: (typeof ends)[number]) => (rows.get(rowOf(end)) ?? []).some((slice) => isWithin(slice, end.ts));
  const isWhole = (own: typeof ends) => own.map(({ ph }) => ph).join("") === "sf" && (own[0]?.ts ?? 0) <= (own[1]?.ts ?? -1);
  return [...flows].filter(([, own]) => !isWhole(own) || !own.every(isBound)).map(([key]) => key);
}

test("law: any trace is written as the Trace Event Format asks, each step once", () => {
  fc.assert(
    fc.property(trace, (steps) => {
      // As a file has it: what JSON cannot hold would show here.
      const events = z.array(Event).parse(JSON.parse(JSON.stringify([...chromeEvents(steps, 1_500)])));
      const slices = events.filter((event) => event.ph === "X");
      const rows = Map.groupBy(slices, rowOf);
      expect([...oddRows(events, rows), ...oddFlows(events, rows), ...looseEnds(events)]).toEqual([]);
      expect(slices).toHaveLength(steps.length);
    }),
    { numRuns: 300 },
  );
});

const told = (own: Partial<ChromeStep> & Pick<ChromeStep, "spanId">): ChromeStep => ({
  parentId: null,
  kind: "agent",
  name: "work",
  agent: "sales",
  startUs: 0,
  durationUs: 10,
  args: {},
  ...own,
});

test("an arrow leads to another agent's work from the step that handed over, whether that work lies within it or beside it", () => {
  const steps = [
    told({ spanId: "root", durationUs: 100 }),
    told({ spanId: "within", parentId: "root", agent: "credit", startUs: 5 }),
    told({ spanId: "hands", parentId: "root", kind: "handoff", startUs: 20 }),
    told({ spanId: "beside", parentId: "root", agent: "renewals", startUs: 40 }),
    told({ spanId: "later", parentId: "within", startUs: 90 }),
  ];
  const events = [...chromeEvents(steps, 100)];
  const arrows = events.filter(({ ph }) => ph === "s").map(({ id, ts }) => `${ts} to ${id}`);
  expect(arrows).toEqual(["0 to within", "5 to later", "20 to beside"]);
});

test("what overlaps beyond the rows of an agent stands beside them, and nothing is lost", () => {
  const steps = Array.from({ length: 450 }, (_, i) => told({ spanId: `s${i}`, startUs: i, durationUs: 1_000 }));
  const events = z.array(Event).parse([...chromeEvents(steps, 1_500)]);
  const count = (wanted: string) => events.filter(({ ph }) => ph === wanted).length;
  expect([count("X"), count("b"), count("e")]).toEqual([400, 50, 50]);
});
