"use client";

import { useLayoutEffect, useRef, useState } from "react";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ItemRow, Roadmap, Standing } from "@/server/maturity/schema";
import { CloseItemForm } from "./close-item-form";
import { ItemForm } from "./item-form";
import { closedOf, columnsOf, type Direction, differs, isIdle, type Move, outlookOf, stepOf } from "./prepare-roadmap";
import { RoadmapBoard } from "./roadmap-board";
import type { ItemAct } from "./roadmap-card";
import { StateWords } from "./state-words";
import { useMoves } from "./use-moves";

type RoadmapPlanProps = {
  readonly roadmap: Roadmap;
  readonly standing: Standing | null;
  readonly chosen: readonly string[];
  readonly onToggle: (criterion: string) => void;
};

/** The board with all that can be done to it, and what is closed already. */
export function RoadmapPlan({ roadmap: { items, today, can }, standing, chosen, onToggle }: RoadmapPlanProps) {
  const { moveItem, undo, told } = useMoves();
  const [act, setAct] = useState<{ readonly item: ItemRow; readonly act: ItemAct } | null>(null);
  const focusNext = useRef<string | null>(null);
  const columns = columnsOf(items, today);
  const criteria = new Map(standing?.criteria.map((row) => [row.id, row]));
  useKeys({ z: { label: "Take the last move back", isEnabled: told?.back != null, run: (event) => event.repeat || undo() } }, "Roadmap");

  // An item that changes its quarter is another element: the focus goes along with it, and once more after a menu that closes.
  useLayoutEffect(() => {
    const id = focusNext.current;
    if (id === null || items.length === 0) return;
    focusNext.current = null;
    const focus = () => document.querySelector<HTMLElement>(`[data-move="${CSS.escape(id)}"]`)?.focus();
    focus();
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [items]);

  const put = (move: Move | null) => {
    if (move === null || isIdle(items, move)) return;
    moveItem(move);
  };
  const putByKey = (move: Move | null) => {
    focusNext.current = move?.id ?? null;
    put(move);
  };
  const close = () => setAct(null);
  return (
    <>
      <Section
        title="Plan"
        note="Progress is what the checks say now. Drag an item, or use its move button: with Shift and the arrow keys it goes from quarter to quarter and up and down."
      >
        <div className="flex min-h-8 flex-wrap items-center gap-3 pb-2 text-sm text-ink-2">
          <p role="status" aria-label="Last move">
            {told?.words}
          </p>
          {told?.back != null && (
            <Button size="sm" shortcut="z" onClick={undo}>
              Undo
            </Button>
          )}
        </div>
        {items.length === 0 ? (
          <EmptyState title="Nothing is planned yet" action={<ButtonLink href="/maturity/gaps">See the gaps</ButtonLink>}>
            Gaps are ranked by what closing them is worth. Put the first ones here, each with someone who closes it by a day.
          </EmptyState>
        ) : (
          <RoadmapBoard
            columns={columns}
            outlook={standing === null ? null : outlookOf(standing, columns, chosen)}
            chosen={chosen}
            criteria={criteria}
            canPlan={can.plan}
            quarters={columns.map(({ quarter }) => quarter)}
            onMove={put}
            onToggle={onToggle}
            onStep={(id: string, direction: Direction) => putByKey(stepOf(items, id, direction, today))}
            onPut={(id, quarter) => putByKey({ id, quarter, before: null, dueOn: null })}
            onAct={(item, next) => setAct({ item, act: next })}
          />
        )}
      </Section>
      <Closed items={closedOf(items, columns)} />
      {act?.act === "edit" && <ItemForm of={{ id: act.item.criterion, text: act.item.text }} item={act.item} onClose={close} />}
      {act?.act === "close" && <CloseItemForm item={act.item} onClose={close} />}
    </>
  );
}

function Closed({ items }: { readonly items: readonly ItemRow[] }) {
  if (items.length === 0) return null;
  return (
    <Section title="Closed before">
      <Table caption="Closed items, the last one first" isInset className="max-w-4xl">
        <thead>
          <tr>
            <Th>Id</Th>
            <Th className="w-full">Criterion</Th>
            <Th className="max-md:hidden">Owner</Th>
            <Th className="max-md:hidden">Was due</Th>
            <Th>Outcome</Th>
            <Th>Checks</Th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Tr key={item.id}>
              <Td className="whitespace-nowrap text-ink-3">{item.criterion}</Td>
              <Td className="min-w-40 text-pretty">
                {item.text}
                {differs(item) !== null && <span className="block text-xs text-warn">{differs(item)}</span>}
              </Td>
              <Td className="whitespace-nowrap max-md:hidden">{item.owner.name}</Td>
              <Td className="whitespace-nowrap max-md:hidden">{formatDay(item.dueOn, true)}</Td>
              <Td className="whitespace-nowrap">
                {item.outcome}
                {item.closedAt !== null && (
                  <>
                    {" "}
                    <Time at={item.closedAt} precision="day" />
                  </>
                )}
              </Td>
              <Td>{item.state !== null && <StateWords state={item.state} isCore={false} />}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
