import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { costWords, counted, lastingWords, named, tokenWords } from "@/server/traces/core/words";
import type { TraceLine, TraceOrder } from "@/server/traces/schema";
import { StatusMark, UngovernedMark } from "./marks";
import { traceHref } from "./trace-address";

type Props = {
  readonly traces: readonly TraceLine[];
  readonly selected: string | null;
  /** Those chosen to be compared, and whether another may be. */
  readonly ticked: readonly string[];
  readonly onTick: (traceId: string) => void;
  readonly order: TraceOrder;
  readonly onOrder: (order: TraceOrder) => void;
};

export const traceRowId = (traceId: string): string => `trace-${traceId}`;

/** Traces in the order they come in. On a phone the other columns fold under the name. */
export function TracesTable({ traces, selected, ticked, onTick, order, onOrder }: Props) {
  const longest = Math.max(1, ...traces.map(({ durationMs }) => durationMs));
  const head = { order, onOrder };
  return (
    <Table caption="Traces">
      <thead>
        <tr>
          <Th isLabelHidden className="w-4 pr-0!">
            To compare
          </Th>
          <OrderTh {...head} by="newest" className="max-md:hidden">
            Began
          </OrderTh>
          <Th>Task</Th>
          <Th className="max-md:hidden">Agent</Th>
          <Th className="max-xl:hidden">Started by</Th>
          <Th className="max-md:hidden">Outcome</Th>
          <Th className="max-md:hidden">Authority</Th>
          <OrderTh {...head} by="longest" isNumeric className="max-md:hidden">
            Duration
          </OrderTh>
          <Th isNumeric className="max-lg:hidden">
            Steps
          </Th>
          <Th isNumeric className="max-2xl:hidden">
            Tokens
          </Th>
          <OrderTh {...head} by="costliest" isNumeric className="max-md:hidden">
            Cost
          </OrderTh>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => (
          <TraceRow
            key={trace.traceId}
            trace={trace}
            longest={longest}
            isSelected={trace.traceId === selected}
            isTicked={ticked.includes(trace.traceId)}
            onTick={onTick}
          />
        ))}
      </tbody>
    </Table>
  );
}

type OrderThProps = Pick<Props, "order" | "onOrder"> & {
  readonly by: TraceOrder;
  readonly isNumeric?: boolean;
  readonly className: string;
  readonly children: string;
};

/** The head of a column by which the list can be ordered: the foremost first. */
function OrderTh({ by, order, onOrder, isNumeric = false, className, children }: OrderThProps) {
  const isCurrent = order === by;
  return (
    <Th isNumeric={isNumeric} className={className} aria-sort={isCurrent ? "descending" : undefined}>
      <button
        type="button"
        onClick={() => onOrder(by)}
        className={clsx("-mx-1 inline-flex items-center gap-0.5 rounded-sm px-1 hover:text-ink", isCurrent && "text-ink")}
      >
        {children}
        {isCurrent && <ChevronDown aria-hidden className="size-3" />}
      </button>
    </Th>
  );
}

type RowProps = {
  readonly trace: TraceLine;
  readonly longest: number;
  readonly isSelected: boolean;
  readonly isTicked: boolean;
  readonly onTick: (traceId: string) => void;
};

function TraceRow({ trace, longest, isSelected, isTicked, onTick }: RowProps) {
  const lasting = lastingWords(trace.durationMs * 1_000);
  return (
    <Tr id={traceRowId(trace.traceId)} isSelected={isSelected} className="relative scroll-my-10">
      <Td className="w-4 pr-0! max-md:align-top">
        <label className="relative z-10 -m-1 flex size-6 items-center justify-center max-md:-m-2 max-md:mt-0 max-md:size-8">
          <input
            type="checkbox"
            className="size-3.5 accent-(--accent)"
            checked={isTicked}
            onChange={() => onTick(trace.traceId)}
            aria-label={`Compare ${named(trace.name)}`}
          />
        </label>
      </Td>
      <Td className="whitespace-nowrap text-ink-2 max-md:hidden">
        <Time at={trace.startedAt} format="relative" />
      </Td>
      <Td className="max-md:py-2 md:w-full md:max-w-0 md:min-w-60">
        <span className="flex items-baseline gap-2 max-md:block">
          <Link
            href={traceHref(trace.traceId)}
            prefetch={false}
            aria-current={isSelected ? "true" : undefined}
            title={named(trace.name)}
            className="font-medium wrap-anywhere after:absolute after:inset-0 md:truncate"
          >
            {named(trace.name)}
          </Link>
          {trace.taskClass !== null && <span className="truncate text-xs text-ink-3 max-2xl:hidden">{named(trace.taskClass)}</span>}
        </span>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-2 md:hidden">
          <StatusMark status={trace.status} />
          <span>{agentWords(trace)}</span>
          <span>{lasting}</span>
          <Time at={trace.startedAt} format="relative" />
          {trace.ungoverned > 0 && <UngovernedMark>{`${trace.ungoverned.toLocaleString("en-GB")} ungoverned`}</UngovernedMark>}
        </span>
      </Td>
      <Td className="max-w-44 max-md:hidden">
        <span className="block truncate">{agentWords(trace)}</span>
      </Td>
      <Td className="max-w-48 text-ink-2 max-xl:hidden">
        <span className="block truncate">{trace.initiator === null ? <Unsaid>not said</Unsaid> : named(trace.initiator.id)}</span>
      </Td>
      <Td className="whitespace-nowrap max-md:hidden">
        <StatusMark status={trace.status} />
        {trace.errors > 0 && trace.status !== "error" && (
          <span className="ml-2 text-xs text-ink-3">{counted(trace.errors, "failure")}</span>
        )}
      </Td>
      <Td className="max-md:hidden">
        <Authority trace={trace} />
      </Td>
      <Td isNumeric className="max-md:hidden">
        <span className="flex items-center justify-end gap-2">
          <span aria-hidden className="flex h-1.5 w-14 justify-start max-lg:hidden">
            <span className="rounded-[1px] bg-ink-2" style={{ width: `${Math.max(4, (trace.durationMs / longest) * 100)}%` }} />
          </span>
          <span className="min-w-16">{lasting}</span>
        </span>
      </Td>
      <Td isNumeric className="max-lg:hidden">
        {trace.steps.toLocaleString("en-GB")}
      </Td>
      <Td isNumeric className="text-ink-2 max-2xl:hidden">
        {tokenWords(Number(trace.inputTokens) + Number(trace.outputTokens))}
      </Td>
      <Td isNumeric className="max-md:hidden">
        <Cost trace={trace} />
      </Td>
    </Tr>
  );
}

const Unsaid = ({ children }: { readonly children: string }) => <span className="text-ink-3">{children}</span>;

function agentWords({ agent, agents }: TraceLine) {
  const others = agents.filter((name) => name !== agent).length;
  return (
    <>
      {agent === null ? <Unsaid>not named</Unsaid> : named(agent)}
      {others > 0 && <span className="ml-1.5 text-xs text-ink-3">and {others} more</span>}
    </>
  );
}

function Authority({ trace: { ungoverned, toolSteps } }: Pick<RowProps, "trace">) {
  if (toolSteps === 0) return <Unsaid>no tool called</Unsaid>;
  if (ungoverned > 0) return <UngovernedMark>{`${ungoverned.toLocaleString("en-GB")} ungoverned`}</UngovernedMark>;
  return <span className="text-ink-2">{counted(toolSteps, "call")} by the gate</span>;
}

function Cost({ trace }: Pick<RowProps, "trace">) {
  const cost = costWords(trace);
  return cost === null ? <Unsaid>none</Unsaid> : trace.costMicroUsd === null ? <Unsaid>{cost}</Unsaid> : cost;
}
