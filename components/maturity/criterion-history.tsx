import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CriterionDetail } from "@/server/maturity/schema";
import { StateWords } from "./state-words";

/** Where the state of a criterion changed, newest first. */
export function CriterionHistory({ detail: { history, criterion } }: { readonly detail: CriterionDetail }) {
  if (history.length === 0) return null;
  return (
    <Section title="How it went">
      <Table caption="Changes of state, newest first" isInset className="max-w-3xl">
        <thead>
          <tr>
            <Th>Since</Th>
            <Th>State</Th>
            <Th isNumeric>Value</Th>
          </tr>
        </thead>
        <tbody>
          {history.toReversed().map(({ at, state, value }) => (
            <Tr key={at}>
              <Td>
                <Time at={at} />
              </Td>
              <Td>
                <StateWords state={state} isCore={criterion.isCore} />
              </Td>
              <Td isNumeric>{value === null ? "–" : Number(value.toFixed(4))}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
