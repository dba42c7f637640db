import { type ArgsChange, diffArgs } from "@/server/actions/core/args-diff";
import type { Obligation } from "@/server/approvals/core/obligations";
import type { Json } from "@/server/approvals/schema";

/** Conditions as they are typed; what is empty is not asked. */
export type Conditions = {
  readonly capPointer: string;
  readonly max: string;
  readonly toPointer: string;
  readonly recipients: string;
  readonly until: string;
  readonly email: string;
  readonly dryRun: boolean;
};
export const NO_CONDITIONS: Conditions = { capPointer: "", max: "", toPointer: "", recipients: "", until: "", email: "", dryRun: false };

/** What was typed, as obligations. */
export function toObligations(typed: Conditions): readonly Obligation[] {
  const all: Obligation[] = [];
  if (typed.max.trim() !== "") all.push({ kind: "cap_amount", pointer: typed.capPointer, max: Number(typed.max) });
  const values = typed.recipients.split(/[\n,]/).flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
  if (values.length > 0) all.push({ kind: "only_recipient", pointer: typed.toPointer, values });
  if (typed.until !== "") all.push({ kind: "within", until: new Date(typed.until).toISOString() });
  if (typed.email.trim() !== "") all.push({ kind: "notify", email: typed.email.trim() });
  if (typed.dryRun) all.push({ kind: "dry_run_first" });
  return all;
}

const AMOUNT = /^-?\d+(\.\d+)?$/;
const isAmount = (value: unknown) => typeof value === "number" || (typeof value === "string" && AMOUNT.test(value));
const isText = (value: unknown) =>
  (typeof value === "string" && !AMOUNT.test(value)) ||
  (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string"));

const MONEY = /amount|total|price|sum|cost|value|usd|eur|gbp/i;
const RECIPIENT = /recipient|^to$|e-?mail|payee|beneficiary|vendor|client|customer|account|owner|user|host|iban/i;

/** Those whose own name fits come first; else the order of the arguments stays. */
function likelyFirst(pointers: readonly string[], name: RegExp): readonly string[] {
  const fits = (pointer: string) => name.test(pointer.slice(pointer.lastIndexOf("/") + 1));
  return [...pointers.filter(fits), ...pointers.filter((pointer) => !fits(pointer))];
}

type Places = { readonly amounts: readonly string[]; readonly texts: readonly string[] };

/** JSON pointers of the arguments, on any level of objects, that hold an amount or somebody's name: the likely ones first. */
export function placesOf(args: Json): Places {
  const { amounts, texts } = findPlaces(args, "");
  return { amounts: likelyFirst(amounts, MONEY), texts: likelyFirst(texts, RECIPIENT) };
}

function findPlaces(args: Json, path: string): Places {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return { amounts: [], texts: [] };
  const found = Object.entries(args).map(([name, value]) => {
    const pointer = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const inner = findPlaces(value, pointer);
    return { amounts: isAmount(value) ? [pointer] : inner.amounts, texts: isText(value) ? [pointer] : inner.texts };
  });
  return { amounts: found.flatMap(({ amounts }) => amounts), texts: found.flatMap(({ texts }) => texts) };
}

/** Where two sets of arguments differ. */
export const changesOf = (before: Json, after: Json): readonly ArgsChange[] => diffArgs(before, after);
