import {
  createLoader,
  createParser,
  createSerializer,
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { z } from "zod";
import { AUTHORITIES, OUTCOMES, type RunOutcome } from "@/server/traces/core/standing";
import { type ListTracesInput, TRACE_ORDERS } from "@/server/traces/schema";
import { FRAMES, type Frame, type SpreadInput } from "@/server/traces/spread-schema";

const PAGE_LENGTH = 50;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Spans that end now, the shortest first. */
export type Span = Frame;
const SPAN_NAMES = Object.keys(FRAMES) as Span[];

/** What addresses said of outcomes before the gate had a word in them. */
const FORMER: { readonly [status: string]: RunOutcome } = { ok: "done", error: "failed" };
const parseAsOutcome = createParser<RunOutcome>({
  parse: (text) => OUTCOMES.find((outcome) => outcome === text) ?? FORMER[text] ?? null,
  serialize: (outcome) => outcome,
});

/** What of the list stands in the address. */
export const TRACES_PARAMS = {
  q: parseAsString,
  agent: parseAsString,
  team: parseAsString,
  task: parseAsString,
  tool: parseAsString,
  model: parseAsString,
  person: parseAsString,
  status: parseAsOutcome,
  authority: parseAsStringLiteral([...AUTHORITIES, "none"] as const),
  span: parseAsStringLiteral(SPAN_NAMES),
  /** Between two moments, the second not included: within the span, where one is asked for, too. */
  from: parseAsString,
  to: parseAsString,
  ungoverned: parseAsBoolean,
  shadow: parseAsBoolean,
  /** At least so many US dollars. */
  cost: parseAsFloat,
  /** At least so many seconds. */
  lasting: parseAsFloat,
  sort: parseAsStringLiteral(TRACE_ORDERS),
};

export const loadTracesParams = createLoader(TRACES_PARAMS);
/** What narrows the list, as an address has it. */
export const tracesQuery = createSerializer(TRACES_PARAMS);
export type TracesParams = Awaited<ReturnType<typeof loadTracesParams>>;

/** The first moment of a span: a midnight of UTC, so that a query stays the same for a day. */
export const startOf = (span: Span, nowMs: number): string =>
  new Date(Math.floor(nowMs / DAY_MS) * DAY_MS - (FRAMES[span].days - 1) * DAY_MS).toISOString();

const said = (text: string | null): string | undefined => text?.trim().slice(0, 256) || undefined;

/** A number from the address, in a smaller unit; nothing unless it is one that can be. */
const atLeast = (number: number | null, units: number): number | undefined =>
  number !== null && number > 0 && number < 1e9 ? Math.round(number * units) : undefined;

/** A moment from the address; nothing unless it is one. */
const momentOf = (text: string | null): string | undefined =>
  text === null || Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();

const laterOf = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined ? (a ?? b) : a > b ? a : b;

type Narrowed = Omit<SpreadInput, "frame">;

/** What the address asks of each run, whenever it was. */
export function narrowedOf(params: TracesParams): Narrowed {
  return {
    agent: said(params.agent),
    team: said(params.team),
    taskClass: said(params.task),
    tool: said(params.tool),
    model: said(params.model),
    person: said(params.person),
    text: said(params.q),
    outcome: params.status ?? undefined,
    authority: params.authority ?? undefined,
    ungoverned: params.ungoverned === true ? true : undefined,
    shadow: params.shadow === true ? true : undefined,
    minCostMicroUsd: atLeast(params.cost, 1e6)?.toString(),
    minDurationMs: atLeast(params.lasting, 1e3),
  };
}

/** The query that the address asks for. */
export function filterOf(params: TracesParams, nowMs: number): Omit<z.input<typeof ListTracesInput>, "cursor"> {
  return {
    ...narrowedOf(params),
    order: params.sort ?? undefined,
    from: laterOf(momentOf(params.from), params.span === null ? undefined : startOf(params.span, nowMs)),
    to: momentOf(params.to),
    limit: PAGE_LENGTH,
  };
}

export const NOTHING_NARROWED = {
  q: null,
  agent: null,
  team: null,
  task: null,
  tool: null,
  model: null,
  person: null,
  status: null,
  authority: null,
  span: null,
  from: null,
  to: null,
  ungoverned: null,
  shadow: null,
  cost: null,
  lasting: null,
  sort: null,
} as const satisfies Record<keyof TracesParams, null>;

/** Whether anything narrows the list; an order of it does not. */
export const isNarrowed = ({ sort: _, ...params }: TracesParams): boolean =>
  Object.values(params).some((part) => part !== null && part !== "" && part !== false);

export const READINGS = ["story", "timeline", "graph", "conversation"] as const;
export type Reading = (typeof READINGS)[number];

/** What of one trace stands in the address: how it is read, and the step that is open. */
export const TRACE_PARAMS = {
  view: parseAsStringLiteral(READINGS).withDefault("story"),
  step: parseAsString,
};

type Place = { readonly view?: Reading | undefined; readonly step?: string | null | undefined };

/** Where a trace is read; with a step, where that step is open. */
export function traceHref(traceId: string, { view, step }: Place = {}): string {
  const words = [
    ...(view === undefined || view === "story" ? [] : [`view=${view}`]),
    ...(step === undefined || step === null ? [] : [`step=${encodeURIComponent(step)}`]),
  ];
  return `/traces/${traceId}${words.length === 0 ? "" : `?${words.join("&")}`}`;
}

type RunPlace = { readonly traceId: string | null; readonly spanId: string | null };

/** The trace that an agent named for a run; null when it named none that could be one. */
export const traceIdOf = (run: RunPlace | null): string | null =>
  run !== null && run.traceId !== null && /^[0-9a-f]{32}$/.test(run.traceId) ? run.traceId : null;

/** Where an action is read in the trace that its agent named. */
export function traceOfAction(run: RunPlace): string | null {
  const traceId = traceIdOf(run);
  return traceId === null ? null : traceHref(traceId, { view: "timeline", step: run.spanId });
}
