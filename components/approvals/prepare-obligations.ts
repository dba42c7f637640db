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

/** JSON pointers of the arguments, on any level of objects, that hold an amount or somebody's name. */
export function placesOf(args: Json, path = ""): { readonly amounts: readonly string[]; readonly texts: readonly string[] } {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return { amounts: [], texts: [] };
  const found = Object.entries(args).map(([name, value]) => {
    const pointer = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const inner = placesOf(value, pointer);
    return { amounts: isAmount(value) ? [pointer] : inner.amounts, texts: isText(value) ? [pointer] : inner.texts };
  });
  return { amounts: found.flatMap(({ amounts }) => amounts), texts: found.flatMap(({ texts }) => texts) };
}

/** Where two sets of arguments differ. */
export const changesOf = (before: Json, after: Json): readonly ArgsChange[] => diffArgs(before, after);
