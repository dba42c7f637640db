import { createLoader, parseAsInteger, parseAsString } from "nuqs/server";
import type { ReadAdviceInput } from "@/server/advice/schema";

/** What of the page stands in the address. */
export const ADVICE_PARAMS = { days: parseAsInteger, task: parseAsString, to: parseAsString, share: parseAsInteger, form: parseAsString };

export const loadAdviceParams = createLoader(ADVICE_PARAMS);

export const ADVICE_PATH = "/spend/advice";

/** The query that the address asks for: ninety days, unless it says thirty. */
export const adviceQueryOf = ({ days }: { readonly days: number | null }): ReadAdviceInput => ({ days: days === 30 ? 30 : 90 });

/** A share of the traffic in percent; all of it, until someone says otherwise. */
export const shareIn = (share: number | null): number => Math.min(100, Math.max(0, share ?? 100));

/** The address of a task class. */
export function taskHref(task: string | null, days: number | null, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...(days === 30 ? { days: "30" } : {}), ...(task === null ? {} : { task }), ...more }).toString();
  return query === "" ? ADVICE_PATH : `${ADVICE_PATH}?${query}`;
}
