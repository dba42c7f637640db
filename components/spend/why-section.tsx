import Link from "next/link";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Runs } from "@/server/spend/runs-schema";
import type { Mover, Spend } from "@/server/spend/schema";
import { UNATTRIBUTED } from "@/server/spend/schema";
import { keyWords, UNATTRIBUTED_LABEL } from "./prepare-spend";
import { partsOf, signedCents } from "./prepare-why";
import { DIMENSION_WORDS, drillHref, type SpendParams } from "./spend-address";

type Props = { readonly spend: Spend; readonly runs: Runs | null; readonly params: SpendParams };

/** What moved the total: agents, models and task classes, each change in parts that add up. */
export function WhySection({ spend, runs, params }: Props) {
  if (spend.movers.length === 0) return null;
  return (
    <Section
      title="Why it changed"
      note="The agents, models and tasks whose cost moved most. One change may show under all three. The parts of a row add up to it."
      action={<CsvButton what="why it changed" file="spend-why" csv={() => csvOf(spend.movers, runs)} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="Why it changed, as a table">
        <Table caption="What moved the total" isInset>
          <thead>
            <tr>
              <Th>What</Th>
              <Th isNumeric>Change</Th>
              <Th isNumeric>More or fewer runs</Th>
              <Th isNumeric>Tokens in each</Th>
              <Th isNumeric>Cost of a token</Th>
            </tr>
          </thead>
          <tbody>
            {spend.movers.map((mover) => (
              <MoverRow key={`${mover.dimension} ${mover.key}`} mover={mover} runs={runs} params={params} />
            ))}
          </tbody>
        </Table>
      </section>
    </Section>
  );
}

const factors = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2, minimumFractionDigits: 2 });

type RowProps = { readonly mover: Mover; readonly runs: Runs | null; readonly params: SpendParams };

function MoverRow({ mover, runs, params }: RowProps) {
  const parts = partsOf(mover, runs);
  return (
    <Tr>
      <Td className="max-w-72 min-w-44">
        <span className="flex items-baseline gap-2">
          <Link
            href={drillHref(params, mover.dimension, mover.key ?? UNATTRIBUTED)}
            scroll={false}
            className="truncate font-medium hover:underline max-md:py-2"
          >
            {keyWords(mover.key)}
          </Link>
          <span className="shrink-0 text-xs text-ink-3">{DIMENSION_WORDS[mover.dimension].toLowerCase()}</span>
        </span>
      </Td>
      <Td isNumeric className="font-medium">
        {signedCents(BigInt(mover.differenceMicroUsd))}
      </Td>
      {parts === null ? (
        <Td colSpan={3} className="text-right text-ink-3">
          {mover.calls.before === 0 ? "new in these days" : "no call in these days"}
        </Td>
      ) : (
        <>
          <Part {...parts.volume} unit={parts.unit} />
          <Part {...parts.size} />
          <Part {...parts.price} />
        </>
      )}
    </Tr>
  );
}

const Part = ({ micro, factor, unit }: { readonly micro: bigint; readonly factor: number; readonly unit?: "runs" | "calls" }) => (
  <Td isNumeric>
    {signedCents(micro)} <span className="ml-1 inline-block w-14 text-xs text-ink-3">{`× ${factors.format(factor)}`}</span>
    {unit === "calls" && <span className="ml-1 text-xs text-ink-3">calls</span>}
  </Td>
);

const usd = (micro: bigint | undefined): number | null => (micro === undefined ? null : Number(micro) / 1e6);

const csvOf = (movers: readonly Mover[], runs: Runs | null) => ({
  head: ["Of", "What", "Change (USD)", "By runs or calls (USD)", "By tokens in each (USD)", "By cost of a token (USD)"],
  rows: movers.map((mover) => {
    const parts = partsOf(mover, runs);
    const name = mover.key ?? UNATTRIBUTED_LABEL;
    return [
      DIMENSION_WORDS[mover.dimension],
      name,
      usd(BigInt(mover.differenceMicroUsd)),
      usd(parts?.volume.micro),
      usd(parts?.size.micro),
      usd(parts?.price.micro),
    ];
  }),
});
