import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { prepareReason } from "@/server/maturity/core/card-words";
import { DIMENSIONS, type Level } from "@/server/maturity/core/rubric";
import type { GapRow } from "@/server/maturity/schema";
import { criterionHref } from "./maturity-address";

const tenths = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

type GapTableProps = {
  readonly rows: readonly GapRow[];
  /** Puts a gap on the roadmap; without it, the rows offer no such thing. */
  readonly onPlan?: (gap: GapRow) => void;
  /** Sets the figures that a gap is ranked by; without it, they are only read. */
  readonly onFigures?: (gap: GapRow) => void;
  /** The next level of the organisation; null at the top. */
  readonly to: Level | null;
};

/** What to close, the most worth first, with why each stands where it stands. */
export function GapTable({ rows, to, onPlan, onFigures }: GapTableProps) {
  const most = Math.max(...rows.map(({ priority }) => priority), 1);
  if (rows.length === 0) {
    return <EmptyState title="No gap is left">Every criterion up to the targets is met. Raise a target, or keep what is there.</EmptyState>;
  }
  return (
    <div className="overflow-x-auto">
      <Table caption="Gaps by priority" isInset className="md:min-w-3xl">
        <thead>
          <tr>
            <Th isLabelHidden>Rank</Th>
            <Th>Id</Th>
            <Th className="w-full">Criterion</Th>
            <Th className="max-md:hidden">Dimension</Th>
            <Th isNumeric className="max-md:hidden">
              Risk
            </Th>
            <Th isNumeric className="max-md:hidden">
              Impact
            </Th>
            <Th isNumeric className="max-md:hidden">
              Effort
            </Th>
            <Th>Priority</Th>
            <Th isNumeric className="max-md:hidden">
              {to === null ? "Path" : `Path to Level ${to}`}
            </Th>
            <Th isNumeric>Roadmap</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((gap) => (
            <GapLine key={gap.criterion.id} gap={gap} most={most} onPlan={onPlan} onFigures={onFigures} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

type GapLineProps = Pick<GapTableProps, "onPlan" | "onFigures"> & { readonly gap: GapRow; readonly most: number };

function GapLine({ gap, most, onPlan, onFigures }: GapLineProps) {
  const { criterion, rank, priority, step, waitsFor } = gap;
  return (
    <Tr>
      <Td className="text-ink-3">{rank}</Td>
      <Td className="whitespace-nowrap text-ink-3">{criterion.id}</Td>
      <Td className="min-w-44 py-2">
        <Link href={criterionHref(criterion.id)} className="rounded-sm font-medium text-pretty hover:underline">
          {criterion.text}
        </Link>
        <span className="block text-xs text-pretty text-ink-3">
          {prepareReason(gap)}
          {waitsFor.length > 0 && `; after ${waitsFor.join(", ")}`}
        </span>
      </Td>
      <Td className="whitespace-nowrap text-ink-2 max-md:hidden">{DIMENSIONS[criterion.dimension]}</Td>
      <Td isNumeric className="max-md:hidden">
        {criterion.risk}
      </Td>
      <Td isNumeric className="max-md:hidden">
        {criterion.impact}
      </Td>
      <Td isNumeric className="max-md:hidden">
        {criterion.effort}
      </Td>
      <Td>
        <span className="flex items-center gap-2">
          <span aria-hidden className="h-2 rounded-[2px] bg-ink-3 max-md:hidden" style={{ width: `${(priority / most) * 96}px` }} />
          <span className="font-semibold">{tenths.format(priority)}</span>
          {onFigures && (
            <IconButton label={`Figures of ${criterion.id}`} onClick={() => onFigures(gap)}>
              <SlidersHorizontal aria-hidden />
            </IconButton>
          )}
        </span>
      </Td>
      <Td isNumeric className="max-md:hidden">
        {step !== null && `step ${step}`}
      </Td>
      <Td isNumeric>
        {gap.isPlanned ? (
          <Link href="/maturity/roadmap" className="link" aria-label={`${criterion.id} is planned: see the roadmap`}>
            planned
          </Link>
        ) : (
          onPlan && (
            <Button size="sm" onClick={() => onPlan(gap)} aria-label={`Plan ${criterion.id}`}>
              Plan
            </Button>
          )
        )}
      </Td>
    </Tr>
  );
}
