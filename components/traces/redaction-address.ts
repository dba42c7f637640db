"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export const REDACTION_VIEWS = ["rules", "try", "versions"] as const;

/** What is open, as the address has it: `rule` is an id, or `new`. */
export const useRedactionAddress = () =>
  useQueryStates({ view: parseAsStringLiteral(REDACTION_VIEWS).withDefault("rules"), rule: parseAsString }, { history: "push" });
