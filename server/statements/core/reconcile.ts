/** What was asked for or counted of one model on one day (UTC). */
export type Amount = { readonly day: string; readonly model: string; readonly picoUsd: bigint; readonly tokens: bigint | null };
export type Counted = Amount & { readonly unknownCalls: number };

export const CAUSES = ["same", "rounding", "price", "unpriced", "missing", "not_billed"] as const;
/** `missing`: asked for, and no telemetry of it; `not_billed`: counted, and not asked for. */
export type Cause = (typeof CAUSES)[number];

export type Difference = {
  readonly day: string;
  readonly model: string;
  readonly cause: Cause;
  readonly invoicePicoUsd: bigint;
  readonly countedPicoUsd: bigint;
  readonly invoiceTokens: bigint | null;
  readonly countedTokens: bigint;
  readonly unknownCalls: number;
};

/** A cent, and a tenth of a percent: providers round each line. */
const CENT = 10_000_000_000n;
const size = (amount: bigint) => (amount < 0n ? -amount : amount);

/** Names of a model with and without the day of its version: "gpt-5-2025-08-07" is "gpt-5". */
export const familyOf = (model: string): string =>
  model
    .toLowerCase()
    .replace(/^(models\/|openai\/|anthropic\/)/, "")
    .replace(/[-@](\d{4}-\d{2}-\d{2}|\d{8}|latest)$/, "");

function causeOf({
  invoicePicoUsd,
  countedPicoUsd,
  unknownCalls,
  isBilled,
  isCounted,
}: Omit<Difference, "cause"> & { isBilled: boolean; isCounted: boolean }): Cause {
  const difference = size(invoicePicoUsd - countedPicoUsd);
  if (difference === 0n) return "same";
  if (isBilled && isCounted && difference <= CENT + size(invoicePicoUsd) / 1_000n) return "rounding";
  if (!isBilled) return "not_billed";
  if (unknownCalls > 0) return "unpriced";
  return isCounted ? "price" : "missing";
}

/** Whether tokens agree, where an invoice tells them: then only the price can differ. */
const hasOtherTokens = ({ invoiceTokens, countedTokens }: Pick<Difference, "invoiceTokens" | "countedTokens">): boolean =>
  invoiceTokens !== null && size(invoiceTokens - countedTokens) * 100n > invoiceTokens;

/** Each day and model of an invoice held against what was counted, the largest difference first. */
export function compareInvoice(asked: readonly Amount[], counted: readonly Counted[]): readonly Difference[] {
  const keyOf = ({ day, model }: { day: string; model: string }) => `${day} ${familyOf(model)}`;
  const [billed, known] = [Map.groupBy(asked, keyOf), Map.groupBy(counted, keyOf)];
  const differences = [...new Set([...billed.keys(), ...known.keys()])].map((key): Difference => {
    const [ours, theirs] = [known.get(key) ?? [], billed.get(key) ?? []];
    const sum = (some: readonly Amount[]) => some.reduce((all, { picoUsd }) => all + picoUsd, 0n);
    const one = {
      day: key.slice(0, 10),
      model: ours[0]?.model ?? theirs[0]?.model ?? "",
      invoicePicoUsd: sum(theirs),
      countedPicoUsd: sum(ours),
      invoiceTokens: theirs.some(({ tokens }) => tokens !== null) ? theirs.reduce((all, { tokens }) => all + (tokens ?? 0n), 0n) : null,
      countedTokens: ours.reduce((all, { tokens }) => all + (tokens ?? 0n), 0n),
      unknownCalls: ours.reduce((all, { unknownCalls }) => all + unknownCalls, 0),
    };
    const cause = causeOf({ ...one, isBilled: theirs.length > 0, isCounted: ours.length > 0 });
    return { ...one, cause: cause === "price" && hasOtherTokens(one) ? "missing" : cause };
  });
  const by = ({ invoicePicoUsd, countedPicoUsd }: Difference) => size(invoicePicoUsd - countedPicoUsd);
  return differences.sort((a, b) =>
    by(a) === by(b) ? `${a.day} ${a.model}`.localeCompare(`${b.day} ${b.model}`) : by(a) > by(b) ? -1 : 1,
  );
}

/** How far the counted cost is from the invoice, as a share of it; null where it asks for nothing. */
export const shareOff = (invoicePicoUsd: bigint, countedPicoUsd: bigint): number | null =>
  invoicePicoUsd === 0n ? null : Number(((countedPicoUsd - invoicePicoUsd) * 1_000_000n) / size(invoicePicoUsd)) / 1_000_000;
