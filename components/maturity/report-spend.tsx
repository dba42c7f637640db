import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { usdWords } from "@/server/kernel/money";
import type { ReportSpend } from "@/server/maturity/report-schema";
import { teamWords } from "@/server/statements/core/words";

/** What agents cost, beside how well they are run. */
export function ReportSpendSection({ spend }: { readonly spend: ReportSpend }) {
  const { monthName, asOf, sentences, teams } = spend;
  return (
    <Section
      title="What agents cost"
      note={
        <>
          Calls of models in {monthName}, US dollars, as of <Time at={asOf} />
        </>
      }
    >
      <div className="grid gap-x-10 gap-y-4 md:grid-cols-2 print:grid-cols-2">
        <div className="grid content-start gap-2 text-base text-pretty">
          {sentences.map((sentence) => (
            <p key={sentence} className="wrap-anywhere">
              {sentence}
            </p>
          ))}
        </div>
        <Table caption="What each team spent" isInset>
          <thead>
            <tr>
              <Th>Team</Th>
              <Th isNumeric>Before</Th>
              <Th isNumeric>This month so far</Th>
            </tr>
          </thead>
          <tbody>
            {teams.map(({ team, microUsd, beforeMicroUsd }) => (
              <tr key={team ?? ""}>
                <Td>{teamWords(team)}</Td>
                <Td isNumeric className="text-ink-2">
                  {beforeMicroUsd === null ? "–" : usdWords(beforeMicroUsd)}
                </Td>
                <Td isNumeric>{usdWords(microUsd)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Section>
  );
}
