import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Spend } from "@/server/spend/schema";
import { centsTogether, formatCents, formatShare, formatTokens, moneyOfCents } from "./prepare-spend";

const CLASS_WORDS: Readonly<Record<string, string>> = {
  input: "Input",
  cacheRead: "Read from cache",
  cacheWrite5m: "Written to cache, 5 minutes",
  cacheWrite1h: "Written to cache, 1 hour",
  output: "Output",
  reasoning: "Reasoning",
};

const CAUSE_WORDS = {
  settled: "what parents and second instrumentations had told again, and steps that came late",
  attributed: "calls put under the agent, team or task that they turned out to be of, or that a rule gives them",
  repriced: "changes of prices",
} as const;

const signed = (micro: string) => `${BigInt(micro) > 0n ? "+" : ""}${formatCents(micro)}`;

/** What the cost is made of, and how it came to be this: by classes of tokens, against what senders say, with what was corrected. */
export function HowCounted({ spend }: { readonly spend: Spend }) {
  const classes = spend.classes.filter(({ tokens, costMicroUsd }) => tokens !== "0" || costMicroUsd !== "0");
  const cents = centsTogether(classes.map(({ costMicroUsd }) => costMicroUsd));
  return (
    <div className="grid gap-x-12 lg:grid-cols-2">
      <Section title="By class of tokens" note="Each class has its own price. Cached tokens are counted once.">
        <Table caption="Spend by class of tokens" isInset>
          <thead>
            <tr>
              <Th>Tokens</Th>
              <Th isNumeric>How many</Th>
              <Th isNumeric>Spend</Th>
              <Th isNumeric>Share</Th>
            </tr>
          </thead>
          <tbody>
            {classes.map(({ tokenClass, tokens, costMicroUsd }, i) => (
              <Tr key={tokenClass}>
                <Td>{CLASS_WORDS[tokenClass] ?? tokenClass}</Td>
                <Td isNumeric className="text-ink-2">
                  {formatTokens(tokens)}
                </Td>
                <Td isNumeric>{moneyOfCents(cents[i] ?? 0n)}</Td>
                <Td isNumeric className="text-ink-2">
                  {formatShare(costMicroUsd, spend.total.costMicroUsd)}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="How it is counted" note="Each call of a model once, where it was made, by the price table of its time.">
        <ul className="max-w-[65ch] space-y-2 text-sm text-pretty text-ink-2">
          <li>{reportedWords(spend)}</li>
          {spend.corrections.map(({ cause, costMicroUsd }) => (
            <li key={cause}>
              {costMicroUsd === "0" ? "Corrected, on balance by nothing" : `Corrected by ${signed(costMicroUsd)}`}: {CAUSE_WORDS[cause]}.
            </li>
          ))}
          {spend.failed.calls > 0 && (
            <li>{formatCount(spend.failed.calls)} failed calls told no usage. Providers seldom bill these; they are not counted.</li>
          )}
          <li>
            {spend.unsettled === 0
              ? "Every trace has closed: nothing here is still to be corrected."
              : `${formatCount(spend.unsettled)} traces had steps in the last minutes. What they cost may still be corrected once they are quiet.`}
          </li>
        </ul>
      </Section>
    </div>
  );
}

function reportedWords({ reportedMicroUsd, total }: Spend): string {
  if (reportedMicroUsd === null) return "The senders of these calls do not say what they cost.";
  const difference = BigInt(total.costMicroUsd) - BigInt(reportedMicroUsd);
  const reported = `For the same calls their senders say ${formatCents(reportedMicroUsd)}`;
  if (difference === 0n) return `${reported}: the same.`;
  return `${reported}, ${formatCents((difference < 0n ? -difference : difference).toString())} ${difference > 0n ? "less" : "more"}: not every sender says a cost, and they use list prices of their own.`;
}
