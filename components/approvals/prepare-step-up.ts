import type { Obligation } from "@/server/approvals/core/obligations";
import { obligationWords } from "@/server/approvals/core/obligations";
import type { Json } from "@/server/approvals/schema";
import type { Card } from "./card-type";
import { jsonText, prepareArgs } from "./prepare-args";

const ARGS_SHOWN = 6;
const VALUE_MAX = 80;

export type SignedLine = { readonly name: string; readonly text: string };

const cut = (text: string): string => (text.length <= VALUE_MAX ? text : `${text.slice(0, VALUE_MAX - 1)}…`);

/** The arguments that are signed, in short: the card behind shows all of them. */
export function argLines(args: Json): { readonly lines: readonly SignedLine[]; readonly more: number } {
  const rows = prepareArgs(args, []);
  const lines = rows.slice(0, ARGS_SHOWN).map(({ name, value }) => ({
    name: jsonText(name).slice(1, -1),
    text: cut(typeof value === "string" ? jsonText(value).slice(1, -1) : jsonText(value)),
  }));
  return { lines, more: rows.length - lines.length };
}

/** The verdict that is signed: "Approve, stage 1 of 2 (Finance)", "Approve for Ana Ruiz". */
export function verdictLine({
  stage,
  stageCount,
  stageName,
  decidesFor,
}: Pick<Card, "stage" | "stageCount" | "stageName" | "decidesFor">): string {
  const place = stageCount > 1 ? `, stage ${stage} of ${stageCount} (${stageName})` : "";
  return `Approve${decidesFor === null ? "" : ` for ${decidesFor.name}`}${place}`;
}

/** The conditions that are signed, one a line. */
export const conditionLines = (obligations: readonly Obligation[], momentWords: (iso: string) => string): readonly string[] =>
  obligations.map((obligation) => obligationWords(obligation, momentWords));
