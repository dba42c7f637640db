import { type OverviewInput, SPANS, type Span } from "@/server/overview/schema";

/** What the address says of the span; what it says wrongly counts as not said. */
export const readSpan = (days: unknown): Span => SPANS.find((span) => String(span) === days) ?? 7;

export const overviewQuery = (days: Span): OverviewInput => ({ days });

export const spanHref = (days: Span): string => (days === 7 ? "/overview" : `/overview?days=${days}`);

/** The SLA's attainment over the same days. */
export const attainmentHref = (days: Span): string => `/queue/attainment?days=${days}`;
