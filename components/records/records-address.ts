import { type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { KIND_NAMES, type Kind } from "@/server/records/core/kinds";
import type { ListRecordsInput } from "@/server/records/schema";

/** What of the register stands in the address: what it is narrowed by, and the form that is open (`any`: its kind is still to be chosen). */
export const RECORD_PARAMS = {
  kind: parseAsStringLiteral(KIND_NAMES),
  agent: parseAsString,
  id: parseAsString,
  all: parseAsBoolean.withDefault(false),
  add: parseAsStringLiteral(["any", ...KIND_NAMES] as const),
};
export type RecordParams = inferParserType<typeof RECORD_PARAMS>;

const PAGE = 50;

/** The address of the form that adds a record of a kind. */
export const addRecordHref = (kind: Kind): string => `/maturity/records?kind=${kind}&add=${kind}`;

/** The list that the address asks for. */
export const recordsAsked = ({ kind, agent, id, all }: RecordParams): ListRecordsInput => ({
  ...(id === null ? {} : { id }),
  ...(kind === null ? {} : { kind }),
  ...(agent === null || agent === "" ? {} : { agent }),
  state: all ? "all" : "standing",
  limit: PAGE,
});
