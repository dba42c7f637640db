import clsx from "clsx";
import Link from "next/link";
import { taskHref } from "./advice-address";
import { leftOut, reasonWords, type Task, verdictWords } from "./prepare-advice";
import { ValueChart } from "./value-chart";

type Props = { readonly task: Task; readonly days: number | null; readonly mayDecide: boolean };

/** One task class: its models by cost and outcome, and what to do about them. */
export function TaskCard({ task, days, mayDecide }: Props) {
  const { advice, decision } = task;
  const { taskClass } = task.task;
  const isProposed = advice.verdict.kind === "switch" && decision === null;
  const rest = leftOut(task);
  return (
    <figure className="flex min-w-0 flex-col">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Link href={taskHref(taskClass, days)} className="min-w-0 truncate text-sm font-semibold hover:underline max-md:py-2">
          {taskClass}
        </Link>
        <span className={clsx("text-sm font-medium", isProposed ? "text-ok" : "text-ink-2")}>{verdictWords(task)}</span>
      </figcaption>
      <div className="mt-2">
        <ValueChart task={task} />
      </div>
      <div className="mt-2 flex flex-col gap-1 text-sm text-pretty wrap-anywhere text-ink-2">
        {reasonWords(task).map((line) => (
          <p key={line}>{line}</p>
        ))}
        {rest !== null && <p className="text-ink-3">{rest}</p>}
        {isProposed && mayDecide && (
          <p>
            <Link
              href={taskHref(taskClass, days, { form: "review" })}
              className="link max-md:py-3"
              aria-label={`Review the switch of ${taskClass}`}
            >
              Review the switch
            </Link>
          </p>
        )}
      </div>
    </figure>
  );
}
