import { formatMicroUsd } from "./format-money";

export type MoneyProps = {
  /** Integer micro-USD as contracts carry it; null when it is not known. */
  readonly microUsd: string | null;
  /** What it is per, e.g. "a year". */
  readonly unit?: string;
};

/** An amount. What is not known says "unknown", never zero. */
export function Money({ microUsd, unit }: MoneyProps) {
  if (microUsd === null) return <span className="font-normal text-ink-3">unknown</span>;
  return (
    <span className="whitespace-nowrap">
      {formatMicroUsd(microUsd)}
      {unit && <span className="font-normal text-ink-3"> {unit}</span>}
    </span>
  );
}
