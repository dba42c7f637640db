import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { Table, Th } from "@/components/ui/table";
import type { TraceLine, TraceOrder } from "@/server/traces/schema";
import type { ToldStanding } from "@/server/traces/standings";
import { TraceRow } from "./traces-row";

type Props = {
  readonly traces: readonly TraceLine[];
  /** What the gate says of them, as far as that is read. */
  readonly standings: { readonly [traceId: string]: ToldStanding };
  readonly selected: string | null;
  /** Those chosen to be compared, and whether another may be. */
  readonly ticked: readonly string[];
  readonly onTick: (traceId: string) => void;
  readonly order: TraceOrder;
  readonly onOrder: (order: TraceOrder) => void;
};

/** Traces in the order they come in. On a phone the other columns fold under the name. */
export function TracesTable({ traces, standings, selected, ticked, onTick, order, onOrder }: Props) {
  const longest = Math.max(1, ...traces.map(({ traceId, durationMs }) => standings[traceId]?.lastedMs ?? durationMs));
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
          <Th className="max-2xl:hidden">Started by</Th>
          <Th className="max-md:hidden">Outcome</Th>
          <Th className="max-md:hidden">Authority</Th>
          <Th className="pr-0! max-[1400px]:hidden">
            <span className="flex items-center justify-end gap-2.5">
              <Key className="bg-ink-2">work</Key>
              <Key className="bg-info/40">wait</Key>
            </span>
          </Th>
          <OrderTh {...head} by="longest" isNumeric className="max-md:hidden">
            Duration
          </OrderTh>
          <Th isNumeric className="max-[1400px]:hidden">
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
            standing={standings[trace.traceId]}
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

const Key = ({ className, children }: { readonly className: string; readonly children: string }) => (
  <span className="flex items-center gap-1">
    <span aria-hidden className={clsx("size-2 rounded-[1px]", className)} />
    {children}
  </span>
);
