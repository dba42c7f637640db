import { centsTogether, formatTokens, moneyOfCents } from "@/components/spend/prepare-spend";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { monthWords } from "@/server/statements/core/months";
import { agentWords, modelWords } from "@/server/statements/core/words";
import type { Statement, StatementLine } from "@/server/statements/schema";

/** The lines of a statement, in cents that can be added by hand. */
export function StatementLines({ statement }: { readonly statement: Statement }) {
  const { lines, corrections, unknownCalls } = statement;
  const cents = centsTogether([...lines, ...corrections].map(({ costMicroUsd }) => costMicroUsd));
  return (
    <div>
      <Section title="What calls of models cost" note="By agent and model, the dearest first.">
        {lines.length === 0 ? (
          <p className="text-sm text-ink-2">No call of a model that has a price.</p>
        ) : (
          <Lines caption="What calls of models cost" lines={lines} cents={cents.slice(0, lines.length)} />
        )}
        {unknownCalls > 0 && (
          <p className="mt-3 text-sm text-pretty text-ink-2">
            {formatCount(unknownCalls)} calls have no known cost and are in no line. Once they are priced, they come as a correction.
          </p>
        )}
      </Section>
      {corrections.length > 0 && (
        <Section
          title="Corrections of earlier months"
          note="What was counted otherwise after those months were closed: late telemetry, or prices that changed. A credit has a minus."
        >
          <Lines
            caption="Corrections of earlier months"
            lines={corrections}
            cents={cents.slice(lines.length)}
            months={corrections.map(({ month }) => month)}
          />
        </Section>
      )}
    </div>
  );
}

type LinesProps = {
  readonly caption: string;
  readonly lines: readonly StatementLine[];
  readonly cents: readonly bigint[];
  readonly months?: readonly string[];
};

function Lines({ caption, lines, cents, months }: LinesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label={`${caption}, as a table`}>
      <Table caption={caption} isInset>
        <thead>
          <tr>
            {months && <Th>Month</Th>}
            <Th>Agent</Th>
            <Th>Model</Th>
            <Th isNumeric>Calls</Th>
            <Th isNumeric>Tokens</Th>
            <Th isNumeric>Cost</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <Tr key={`${months?.[i]} ${line.agent} ${line.provider} ${line.model}`}>
              {months && <Td className="whitespace-nowrap">{monthWords(months[i] ?? "")}</Td>}
              <Td className="wrap-anywhere">{agentWords(line.agent)}</Td>
              <Td className="font-mono text-xs wrap-anywhere">{modelWords(line.model)}</Td>
              <Td isNumeric>{formatCount(line.calls)}</Td>
              <Td isNumeric>{formatTokens(BigInt(line.inputTokens) + BigInt(line.outputTokens))}</Td>
              <Td isNumeric>{moneyOfCents(cents[i] ?? 0n)}</Td>
            </Tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={months ? 5 : 4} className="py-2 pr-2 text-left text-sm font-medium">
              Sum
            </th>
            <td className="py-2 pl-2 text-right text-sm font-semibold">{moneyOfCents(cents.reduce((sum, one) => sum + one, 0n))}</td>
          </tr>
        </tfoot>
      </Table>
    </section>
  );
}
