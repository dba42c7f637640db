import { budgetStanding } from "./core/brief-words";
import { decimalUsd, teamWords } from "./core/words";

/** Where the month's budget stands, in a few words. */
export const budgetWords = budgetStanding;

/** Micro-USD as a decimal of US dollars. */
export const decimalWords = decimalUsd;

/** A team as documents name it. */
export const teamName = teamWords;
