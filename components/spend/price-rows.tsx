import type { ReactNode } from "react";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PriceView } from "@/server/pricing/schema";
import { heldWords, rateWords } from "./prepare-prices";

const CLASSES = [
  ["input", "Input", ""],
  ["cacheRead", "From cache", "max-md:hidden"],
  ["cacheWrite5m", "To cache", "max-lg:hidden"],
  ["cacheWrite1h", "To cache, 1 h", "max-xl:hidden"],
  ["output", "Output", ""],
] as const;

type Props = { readonly caption: string; readonly prices: readonly PriceView[]; readonly action?: (price: PriceView) => ReactNode };

/** Unit prices, in US dollars per million tokens. */
export const PriceTable = ({ caption, prices, action }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="relative overflow-x-auto" tabIndex={0} aria-label={`${caption}, as a table`}>
    <Table caption={caption} isInset>
      <thead>
        <tr>
          <Th>Model</Th>
          <Th className="max-md:hidden">Provider</Th>
          {CLASSES.map(([of, label, hide]) => (
            <Th key={of} isNumeric className={hide}>
              {label}
            </Th>
          ))}
          <Th className="max-lg:hidden">Holds</Th>
          {action && <Th isLabelHidden>What to do</Th>}
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <Tr key={price.id}>
            <Td className="max-w-72 min-w-40">
              <span className="block truncate font-medium" title={price.model}>
                {price.model}
              </span>
              {price.contract !== null && <span className="block truncate text-xs text-ink-3">{price.contract}</span>}
              {price.serviceTier !== "standard" && <span className="block text-xs text-ink-3">tier {price.serviceTier}</span>}
              <span className="block truncate text-xs text-ink-3 md:hidden">{price.provider}</span>
            </Td>
            <Td className="text-ink-2 max-md:hidden">{price.provider}</Td>
            {CLASSES.map(([of, , hide]) => (
              <Td key={of} isNumeric className={hide}>
                <RateCell rate={price.rates[of]} />
              </Td>
            ))}
            <Td className="text-ink-2 max-lg:hidden">{heldWords(price)}</Td>
            {action && <Td isNumeric>{action(price)}</Td>}
          </Tr>
        ))}
      </tbody>
    </Table>
  </section>
);

function RateCell({ rate }: { readonly rate: PriceView["rates"]["input"] }) {
  const words = rateWords(rate);
  if (words === null) return <span className="text-ink-3">–</span>;
  return (
    <>
      {words.price}
      {words.tiers.map((tier) => (
        <span key={tier} className="block text-xs text-ink-3">
          {tier}
        </span>
      ))}
    </>
  );
}
