import { parseAsArrayOf, parseAsString } from "nuqs/server";

/** What of the roadmap stands in the address: the criteria that are taken for met. Without it, those of every open item are. */
export const ROADMAP_PARAMS = { if: parseAsArrayOf(parseAsString) };
