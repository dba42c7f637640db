import { createLoader, parseAsInteger, parseAsString } from "nuqs/server";

/** What of a comparison stands in the address: the two traces, and the difference that is looked at, from 1. */
export const COMPARE_PARAMS = { a: parseAsString, b: parseAsString, at: parseAsInteger };
export const loadCompareParams = createLoader(COMPARE_PARAMS);

const ID = /^[0-9a-f]{32}$/;
/** An id that could be one; whatever else stands there is none. */
export const idOf = (text: string | null): string | null => (text !== null && ID.test(text) ? text : null);

/** Where two traces are compared; with one of them, where the other is chosen. */
export const compareHref = (a: string | null, b: string | null = null): string => {
  const words = [...(a === null ? [] : [`a=${a}`]), ...(b === null ? [] : [`b=${b}`])];
  return `/traces/compare${words.length === 0 ? "" : `?${words.join("&")}`}`;
};
