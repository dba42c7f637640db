"use client";

import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { meanOf, shareOf } from "@/server/advice/core/intervals";
import type { AdvicePage, ModelView, WindowDays } from "@/server/advice/schema";
import { ADVICE_PARAMS } from "./advice-address";
import { Decisions } from "./decisions";
import { MarginForm } from "./margin-form";
import {
  candidateWords,
  costWords,
  csvOf,
  leftOut,
  pointsOf,
  reasonWords,
  shareWords,
  type Task,
  tookWords,
  verdictWords,
} from "./prepare-advice";
import { ReviewForm } from "./review-form";
import { ValueChart } from "./value-chart";
import { WhatIfPanel } from "./what-if-panel";

type Props = { readonly task: Task; readonly days: WindowDays; readonly can: AdvicePage["can"] };

/** One task class in full: the chart, its table, what a share of the traffic would come to, and what was decided. */
export function TaskDetail({ task, days, can }: Props) {
  const [{ form }, setParams] = useQueryStates(ADVICE_PARAMS);
  const { advice } = task;
  const { taskClass, models, margin, decisions } = task.task;
  const close = () => void setParams({ form: null });
  const isProposed = advice.verdict.kind === "switch";
  const rest = leftOut(task);
  return (
    <div className="px-4 md:px-6">
      <div className="grid gap-x-10 gap-y-6 pb-8 lg:grid-cols-2">
        <figure className="min-w-0">
          <ValueChart task={task} />
          <figcaption className="mt-2 text-xs text-ink-3">Bars are 95 % intervals. Cost starts at zero; success does not.</figcaption>
        </figure>
        <div className="min-w-0">
          <h2 className={`text-lg font-semibold tracking-tight wrap-anywhere ${isProposed && task.decision === null ? "text-ok" : ""}`}>
            {verdictWords(task)}
          </h2>
          <div className="mt-1 flex max-w-[60ch] flex-col gap-2 text-sm text-pretty wrap-anywhere text-ink-2">
            {reasonWords(task).map((line) => (
              <p key={line}>{line}</p>
            ))}
            {advice.candidates.length > 1 && (
              <ul className="flex list-disc flex-col gap-1 pl-5">
                {advice.candidates.map((candidate) => (
                  <li key={candidate.sample.model}>{candidateWords(candidate, advice.current, margin.points)}</li>
                ))}
              </ul>
            )}
            {rest !== null && <p className="text-ink-3">{rest}</p>}
            <p>
              Success may be worse by at most {pointsOf(margin.points)}, at 95 % confidence.{" "}
              {can.setMargin && (
                <Button size="sm" variant="quiet" onClick={() => void setParams({ form: "margin" })}>
                  Change the margin
                </Button>
              )}
            </p>
          </div>
          {isProposed && can.decide && (
            <Button
              variant={task.decision === null ? "primary" : "default"}
              className="mt-4"
              onClick={() => void setParams({ form: "review" })}
            >
              {task.decision === null ? "Review the switch" : "Review it again"}
            </Button>
          )}
        </div>
      </div>
      <Models taskClass={taskClass} models={models} now={advice.current.model} />
      {advice.candidates.some(({ sample }) => sample.cost.of > 0) && <WhatIfPanel task={task} />}
      <Decisions decisions={decisions} />
      {form === "margin" && can.setMargin && <MarginForm taskClass={taskClass} margin={margin} onClose={close} />}
      {form === "review" && can.decide && advice.verdict.kind === "switch" && (
        <ReviewForm task={task} to={advice.verdict.to} days={days} onClose={close} />
      )}
    </div>
  );
}

type ModelsProps = { readonly taskClass: string; readonly models: readonly ModelView[]; readonly now: string };

function Models({ taskClass, models, now }: ModelsProps) {
  return (
    <Section
      title="Models"
      note="Success of the runs whose outcome is known, cost of those whose cost is. In brackets, the 95 % interval."
      action={<CsvButton what="the models" file={`models-of-${taskClass.replace(/[^a-z0-9-]+/gi, "-")}`} csv={() => csvOf(models)} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="Models, as a table">
        <Table caption={`Models in ${taskClass}`} isInset>
          <thead>
            <tr>
              <Th>Model</Th>
              <Th isNumeric>Runs</Th>
              <Th isNumeric>Outcome known</Th>
              <Th isNumeric>Success</Th>
              <Th isNumeric>Cost per run</Th>
              <Th isNumeric className="max-md:hidden">
                Median time
              </Th>
              <Th className="max-lg:hidden">Agents</Th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ model, runs, outcome, cost, tookMs, agents }) => (
              <Tr key={model}>
                <Td className="min-w-36 font-medium wrap-anywhere">
                  {model}
                  {model === now && <span className="ml-2 text-xs font-normal text-ink-3">now</span>}
                </Td>
                <Td isNumeric>{formatCount(runs)}</Td>
                <Td isNumeric>{formatCount(outcome.of)}</Td>
                <Td isNumeric>{outcome.of === 0 ? "unknown" : shareWords(shareOf(outcome))}</Td>
                <Td isNumeric>{cost.of === 0 ? <span className="text-warn">unknown</span> : costWords(meanOf(cost))}</Td>
                <Td isNumeric className="text-ink-2 max-md:hidden">
                  {tookWords(tookMs.median)}
                </Td>
                <Td className="max-w-64 truncate text-ink-2 max-lg:hidden">{agents.join(", ")}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </section>
    </Section>
  );
}
