import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunGroup, Runs } from "@/server/spend/runs-schema";
import { formatEach, formatSuccess, perSuccess, successChange } from "./prepare-runs";
import { keyWords, UNATTRIBUTED_LABEL } from "./prepare-spend";

/** Unit economics: what a run costs, and what one that succeeds does, by task class. */
export function OutcomeSection({ runs }: { readonly runs: Runs }) {
  const { tasks, total, before } = runs;
  return (
    <Section
      title="What an outcome costs"
      note="Cost of all runs of a task class, divided by those that succeeded: they ended without a failure, and all they asked for was carried out."
      action={<CsvButton what="what an outcome costs" file="spend-outcomes" csv={() => csvOf(tasks)} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="What an outcome costs, as a table">
        <Table caption="What an outcome costs" isInset>
          <thead>
            <tr>
              <Th>Task class</Th>
              <Th isNumeric>Runs</Th>
              <Th isNumeric>Succeed</Th>
              <Th isNumeric>Per run</Th>
              <Th isNumeric>Per thousand</Th>
              <Th isNumeric>Per success</Th>
              {before !== null && <Th isNumeric>Against before</Th>}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <Tr key={task.key ?? ""}>
                <Td className="max-w-56 min-w-32">
                  <span className={`block truncate ${task.key === null ? "text-ink-2" : "font-medium"}`}>{keyWords(task.key)}</span>
                </Td>
                <Cells group={task} hasBefore={before !== null} />
              </Tr>
            ))}
          </tbody>
          <tfoot>
            <Tr className="font-semibold hover:bg-transparent">
              <Th scope="row" className="h-9! text-sm! font-semibold! text-ink!">
                All runs
              </Th>
              <Cells group={{ key: null, ...total, before }} hasBefore={before !== null} />
            </Tr>
          </tfoot>
        </Table>
      </section>
    </Section>
  );
}

function Cells({ group, hasBefore }: { readonly group: RunGroup; readonly hasBefore: boolean }) {
  const { runs, costMicroUsd } = group;
  const each = perSuccess(group);
  return (
    <>
      <Td isNumeric>{formatCount(runs)}</Td>
      <Td isNumeric className="text-ink-2">
        {formatSuccess(group)}
      </Td>
      <Td isNumeric>{formatEach(costMicroUsd, runs)}</Td>
      <Td isNumeric className="text-ink-2">
        {runs === 0 ? "–" : formatEach((BigInt(costMicroUsd) * 1_000n).toString(), runs)}
      </Td>
      <Td isNumeric className="font-medium">
        {each === null ? <span className="font-normal text-ink-3">none succeeded</span> : formatEach(String(each), 1)}
      </Td>
      {hasBefore && (
        <Td isNumeric className="text-ink-2">
          {successChange(group) ?? "–"}
        </Td>
      )}
    </>
  );
}

const usd = (micro: number | null): number | null => (micro === null ? null : micro / 1e6);

const csvOf = (tasks: readonly RunGroup[]) => ({
  head: ["Task class", "Runs", "Ended", "Succeeded", "Cost (USD)", "Per run (USD)", "Per success (USD)", "Per success before (USD)"],
  rows: tasks.map((task) => [
    task.key ?? UNATTRIBUTED_LABEL,
    task.runs,
    task.ended,
    task.succeeded,
    usd(Number(task.costMicroUsd)),
    task.runs === 0 ? null : Number(task.costMicroUsd) / task.runs / 1e6,
    usd(perSuccess(task)),
    task.before === null ? null : usd(perSuccess(task.before)),
  ]),
});
