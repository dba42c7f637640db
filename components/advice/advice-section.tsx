"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ADVICE_PATH, adviceQueryOf } from "./advice-address";
import { prepareTasks } from "./prepare-advice";
import { TaskCard } from "./task-card";

const SHOWN = 3;

/** Routing advice at the foot of the page of spend: the task classes of which there is most to say. */
export function AdviceSection() {
  const query = useQuery(useTRPC().advice.page.queryOptions(adviceQueryOf({ days: null })));
  const tasks = prepareTasks(query.data?.tasks ?? []);
  const compared = tasks.filter(({ advice }) => advice.verdict.kind !== "alone");
  // One of each kind tells more than three of one.
  const first = [...new Map(compared.map((task) => [task.advice.verdict.kind, task])).keys()].flatMap(
    (kind) => compared.find(({ advice }) => advice.verdict.kind === kind) ?? [],
  );
  const shown = [...first, ...compared.filter((task) => !first.includes(task))].slice(0, SHOWN);
  return (
    <Section
      title="Routing advice"
      note={`Models on the same task class, last ${query.data?.days ?? 90} days. A switch is proposed only if success is not worse beyond a margin, at 95 % confidence.`}
      action={
        <Link href={ADVICE_PATH} className="link shrink-0 text-sm max-md:py-2">
          {tasks.length === 0 ? "More" : tasks.length === 1 ? "The one task class" : `All ${tasks.length} task classes`}
        </Link>
      }
    >
      {query.isPending && <Skeleton className="h-64" />}
      {query.isError && <p className="text-sm text-ink-2">{sentenceOf(query.error)}</p>}
      {query.isSuccess && shown.length === 0 && (
        <p className="max-w-[70ch] text-sm text-pretty text-ink-2">
          No task class is worked on by two models yet, so there is nothing to compare.
        </p>
      )}
      <div className="mt-3 grid gap-x-8 gap-y-10 md:grid-cols-2 xl:grid-cols-3">
        {shown.map((task) => (
          <TaskCard key={task.task.taskClass} task={task} days={null} mayDecide={query.data?.can.decide === true} />
        ))}
      </div>
      {shown.length > 0 && <p className="mt-3 text-xs text-ink-3">Bars are 95 % intervals. Cost starts at zero; success does not.</p>}
    </Section>
  );
}
