"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { SpendTabs } from "@/components/spend/spend-tabs";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { FEWEST_RUNS } from "@/server/advice/core/compare";
import type { AdvicePage as Page } from "@/server/advice/schema";
import { ADVICE_PARAMS, adviceQueryOf, taskHref } from "./advice-address";
import { prepareTasks, type Task } from "./prepare-advice";
import { TaskCard } from "./task-card";
import { TaskDetail } from "./task-detail";

const REFRESH_MS = 60_000;

/** Which models do as well for less, by task class: proposed only on evidence, and how much of it is missing. */
export function AdvicePage() {
  const [{ days, task: named }] = useQueryStates(ADVICE_PARAMS);
  const query = useQuery(useTRPC().advice.page.queryOptions(adviceQueryOf({ days }), { refetchInterval: REFRESH_MS }));
  const tasks = prepareTasks(query.data?.tasks ?? []);
  return (
    <>
      <PageHeader
        title={named ?? "Routing advice"}
        parent={named !== null && <Link href={taskHref(null, days)}>Routing advice</Link>}
        state={query.data === undefined ? "Models on the same task class, by cost and outcome" : stateOf(tasks)}
      />
      <SpendTabs current="advice" />
      <div className="px-2 pb-2 md:px-4">
        <Tabs
          label="Days"
          tabs={[90, 30].map((one) => ({
            label: `Last ${one} days`,
            href: taskHref(named, one),
            isCurrent: (days === 30 ? 30 : 90) === one,
          }))}
        />
      </div>
      <Loaded query={query} what="The advice">
        {(page) => <Body page={page} tasks={tasks} named={named} days={days} />}
      </Loaded>
    </>
  );
}

/** "1 switch is proposed, 2 task classes wait for evidence." */
function stateOf(tasks: readonly Task[]): string {
  const open = tasks.filter(({ advice, decision }) => advice.verdict.kind === "switch" && decision === null).length;
  const waiting = tasks.filter(({ advice }) => advice.verdict.kind === "wait").length;
  const proposed = open === 0 ? "No switch is proposed" : open === 1 ? "1 switch is proposed" : `${open} switches are proposed`;
  if (waiting === 0) return `${proposed}.`;
  return `${proposed}, ${waiting === 1 ? "1 task class waits" : `${waiting} task classes wait`} for evidence.`;
}

type BodyProps = { readonly page: Page; readonly tasks: readonly Task[]; readonly named: string | null; readonly days: number | null };

function Body({ page, tasks, named, days }: BodyProps) {
  if (named !== null) {
    const task = tasks.find(({ task: { taskClass } }) => taskClass === named);
    if (task !== undefined) return <TaskDetail task={task} days={page.days} can={page.can} />;
    return (
      <EmptyState
        title="No run of this task class in these days"
        action={<ButtonLink href={taskHref(null, days)}>All task classes</ButtonLink>}
      >
        It may have runs that name no model, or none at all.
      </EmptyState>
    );
  }
  if (tasks.length === 0) {
    return (
      <EmptyState title="What models cost and how their runs end will be compared here">
        It takes runs that tell their task class (<code>reeve.task.class</code>) and whose actions pass the gate. A run is looked at ten
        minutes after its last step.
      </EmptyState>
    );
  }
  const compared = tasks.filter(({ advice }) => advice.verdict.kind !== "alone");
  return (
    <div className="px-4 md:px-6">
      <Section title="Compared" note={HOW}>
        {compared.length === 0 && <p className="text-sm text-ink-2">No task class is worked on by two models.</p>}
        <div className="mt-3 grid gap-x-8 gap-y-10 md:grid-cols-2 xl:grid-cols-3">
          {compared.map((task) => (
            <TaskCard key={task.task.taskClass} task={task} days={days} mayDecide={page.can.decide} />
          ))}
        </div>
        {compared.length > 0 && <p className="mt-4 text-xs text-ink-3">Bars are 95 % intervals. Cost starts at zero; success does not.</p>}
      </Section>
      <Alone tasks={tasks.filter(({ advice }) => advice.verdict.kind === "alone")} days={days} />
      <HowCounted />
    </div>
  );
}

const HOW =
  "A switch is proposed only if success is not worse beyond the margin of its task class, at 95\u00a0% confidence, and a run costs less.";

function Alone({ tasks, days }: { readonly tasks: readonly Task[]; readonly days: number | null }) {
  if (tasks.length === 0) return null;
  return (
    <Section title="Nothing to compare" note="Task classes that one model alone works on.">
      <ul className="grid gap-x-8 gap-y-2 text-sm md:grid-cols-2 xl:grid-cols-3">
        {tasks.map(({ task: { taskClass }, advice: { current } }) => (
          <li key={taskClass} className="min-w-0 wrap-anywhere">
            <Link href={taskHref(taskClass, days)} className="font-medium hover:underline max-md:py-2">
              {taskClass}
            </Link>
            <span className="text-ink-2">
              : {current.model}, {formatCount(current.runs)} {current.runs === 1 ? "run" : "runs"}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const HowCounted = () => (
  <Section title="How it is counted">
    <ul className="flex max-w-[75ch] list-disc flex-col gap-1 pl-5 text-sm text-pretty text-ink-2">
      <li>
        A run succeeded when every action that it asked for ran and its receipt says so. It failed when one failed, was undone, or was
        refused by a person, by a rule or for a loop. Every other end, and a run without actions, is unknown: neither success nor failure.
      </li>
      <li>A run is of the model with at least 80 % of its cost. One that none did most of says nothing about either, and is left out.</li>
      <li>
        Success: Wilson’s interval, and Newcombe’s for a difference. Cost: the mean of runs whose cost is wholly known. All at 95 %. Nothing
        is said of a model with fewer than {FEWEST_RUNS} runs of known outcome.
      </li>
      <li>Runs were not assigned by lot: where a model is given the harder cases, it looks worse than it is.</li>
    </ul>
  </Section>
);
