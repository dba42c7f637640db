import type { Span } from "./otlp/model";

/** A span as its payload keeps it: what the step does not hold already. Nanoseconds are decimal text. */
export type KeptSpan = Pick<
  Span,
  "traceState" | "kind" | "attributes" | "links" | "statusCode" | "statusMessage" | "resource" | "scope"
> & {
  readonly start: string;
  readonly end: string | null;
  readonly events: readonly { readonly name: string; readonly at: string; readonly attributes: Span["attributes"] }[];
};

/** The payload of a span. */
export const keepSpan = (span: Span): string => {
  const { traceState, kind, attributes, events, links, statusCode, statusMessage, resource, scope } = span;
  const kept: KeptSpan = {
    start: span.start.toString(),
    end: span.end?.toString() ?? null,
    traceState,
    kind,
    attributes,
    events: events.map((event) => ({ ...event, at: event.at.toString() })),
    links,
    statusCode,
    statusMessage,
    resource,
    scope,
  };
  return JSON.stringify(kept);
};

/** Where a payload goes on behind its times: nobody looks for nanoseconds, and every step would have two words of its own. */
export const behindTimes = (payload: string): number => Math.max(0, payload.indexOf(',"traceState":'));

/** The span of a payload. */
export const readKept = (payload: string): KeptSpan => JSON.parse(payload) as KeptSpan;
