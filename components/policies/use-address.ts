"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export const VIEWS = ["rules", "versions", "explain", "try"] as const;
export type View = (typeof VIEWS)[number];

const parsers = {
  view: parseAsStringLiteral(VIEWS).withDefault("rules"),
  /** The rule that is open. */
  rule: parseAsString,
  /** A policy version other than the one in force. */
  version: parseAsInteger,
  /** The action whose decision is explained. */
  action: parseAsString,
  agent: parseAsString.withDefault(""),
  tool: parseAsString.withDefault(""),
  args: parseAsString.withDefault(""),
  amount: parseAsString.withDefault(""),
};

/** Everything that the page shows, as the address has it. Opening something is a step of the browser's history. */
export const useAddress = () => useQueryStates(parsers, { history: "push" });

/** The view that an address means: a link to a decision opens its explanation. */
export const viewOf = (address: { readonly view: View; readonly action: string | null }): View =>
  address.action !== null && address.view === "rules" ? "explain" : address.view;
