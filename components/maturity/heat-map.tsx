import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatScore } from "@/server/maturity/core/figure-words";
import { DIMENSION_IDS, DIMENSIONS, type Dimension, LEVELS } from "@/server/maturity/core/rubric";
import type { CellRow, GroupRow, Groups } from "@/server/maturity/fleet-schema";
import { belowTarget, prepareCellWords, tintOf } from "./prepare-teams";
import { cellHref } from "./teams-address";

type Open = { readonly scope: string; readonly dimension: Dimension } | null;
type HeatMapProps = { readonly groups: Groups; readonly open: Open };

/** Groups by dimensions: the score in figures, the same as a tint, and what lies below a target said in words. */
export function HeatMap({ groups: { teams, tiers, whole }, open }: HeatMapProps) {
  const parts = [
    { title: "Teams", rows: teams },
    { title: "Risk tiers", rows: tiers },
  ];
  return (
    <div className="relative overflow-x-auto">
      <Table caption="Scores of teams and risk tiers by dimension" isInset className="min-w-5xl">
        <thead>
          <tr>
            <Th className="sticky left-0 z-10 bg-canvas">Group</Th>
            <Th>Level</Th>
            {DIMENSION_IDS.map((id) => (
              <Th key={id} isNumeric className="whitespace-normal">
                {DIMENSIONS[id]}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {whole !== null && (
            <Tr>
              <Name name={whole.name} />
              <Stands group={whole} />
              {whole.cells.map((cell) => (
                <Td key={cell.dimension} isNumeric className="h-12 align-top">
                  <Figures cell={cell} isWhole />
                </Td>
              ))}
            </Tr>
          )}
          {parts.map(({ title, rows }) => (
            <Fragment key={title}>
              <tr>
                <th scope="rowgroup" colSpan={10} className="pt-4 pb-1 text-left text-xs font-normal text-ink-3">
                  {title}
                </th>
              </tr>
              {rows.map((group) => (
                <Group key={group.scope} group={group} open={open} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const Name = ({ name, note }: { readonly name: string; readonly note?: string }) => (
  <Th scope="row" className="sticky left-0 z-10 h-12 bg-canvas py-1.5! align-top text-sm">
    <span className="block font-medium text-ink">{name}</span>
    {note !== undefined && <span className="block text-xs text-ink-3">{note}</span>}
  </Th>
);

const Stands = ({ group: { level, score, target } }: { readonly group: Pick<GroupRow, "level" | "score" | "target"> }) => (
  <Td className="py-1.5! align-top whitespace-nowrap">
    <b className="font-semibold">{level}</b> {LEVELS[level]}
    <span className="block text-xs text-ink-3">
      {formatScore(score)}
      {target !== null && `, target ${target.level}`}
    </span>
  </Td>
);

function Group({ group, open }: { readonly group: GroupRow; readonly open: Open }) {
  const { scope, name, agents, cells } = group;
  const counted = agents === 1 ? "1 agent" : `${agents} agents`;
  return (
    <Tr>
      <Name name={name} note={counted} />
      {agents === 0 ? (
        <Td colSpan={9} className="text-ink-3">
          Without an agent there is nothing to judge it by.
        </Td>
      ) : (
        <>
          <Stands group={group} />
          {cells.map((cell) => {
            const isOpen = open?.scope === scope && open.dimension === cell.dimension;
            return (
              <Td key={cell.dimension} isNumeric className="relative h-12 p-0! align-top">
                {/* It fills its cell, however high the row is. */}
                <span
                  aria-hidden
                  className={clsx("absolute inset-0", isOpen && "shadow-[inset_0_0_0_2px_var(--accent)]")}
                  style={{ background: `color-mix(in oklab, var(--accent) ${Math.round(tintOf(cell) * 26)}%, transparent)` }}
                />
                <Link
                  href={cellHref(scope, cell.dimension)}
                  scroll={false}
                  aria-current={isOpen || undefined}
                  className="relative block px-2 py-1.5 after:absolute after:inset-x-0 after:top-0 after:h-full hover:underline focus-visible:-outline-offset-2"
                >
                  <Figures cell={cell} />
                </Link>
              </Td>
            );
          })}
        </>
      )}
    </Tr>
  );
}

function Figures({ cell, isWhole = false }: { readonly cell: CellRow; readonly isWhole?: boolean }) {
  const { score, target, own, met, tooFew } = cell;
  const below = belowTarget(cell);
  return (
    <>
      <span className="block font-semibold">
        {formatScore(score)}
        {target !== null && (
          <span className={clsx("ml-1 text-xs font-normal", below === null ? "text-ink-2" : "font-medium text-warn")}>
            {below === null ? `at ${target.level}` : `${below} below ${target.level}`}
          </span>
        )}
      </span>
      <span aria-hidden className="block text-xs text-ink-2">
        {own === 0 ? "none own" : `${met} of ${own}${isWhole ? "" : " own"}`}
        {own > 0 && !isWhole && tooFew > 0 && <span className="block">{tooFew} too few</span>}
      </span>
      <span className="sr-only">{prepareCellWords(cell)}</span>
    </>
  );
}
