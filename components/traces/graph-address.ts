import { parseAsBoolean, parseAsString } from "nuqs";

/** What of the graph stands in the address: the kind of steps that is open, and whether it is read as a table. */
export const GRAPH_PARAMS = {
  node: parseAsString,
  table: parseAsBoolean.withDefault(false),
};
