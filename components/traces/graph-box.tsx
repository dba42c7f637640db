import clsx from "clsx";
import { CircleDashed, RotateCw, X } from "lucide-react";
import { formatMicroUsd } from "@/components/ui/format-money";
import { named } from "@/server/traces/core/words";
import { type DrawnNode, tookWords } from "./graph-drawn";
import type { Box } from "./graph-layout";
import { KindMark } from "./marks";

export const boxDomId = (place: number): string => `graph-node-${place}`;

type Props = {
  readonly node: DrawnNode;
  readonly box: Box;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
};

/** One kind of steps in the picture: a button that opens the steps behind it. */
export function GraphBox({ node, box, isOpen, onOpen }: Props) {
  const isAgent = node.kind === "agent";
  return (
    <button
      type="button"
      id={boxDomId(node.place)}
      aria-pressed={isOpen}
      onClick={onOpen}
      className={clsx(
        "absolute flex flex-col justify-center gap-0.5 rounded-sm border px-3 text-left",
        isOpen ? "border-accent bg-accent-weak" : "border-line-strong bg-surface hover:bg-sunken",
      )}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    >
      <span className="flex w-full min-w-0 items-center gap-1.5">
        <KindMark kind={node.kind} />
        <span className={clsx("truncate text-sm", isAgent && "font-semibold", node.kind === "tool" && "font-mono text-xs")}>
          {named(node.name)}
        </span>
      </span>
      <span className="w-full truncate text-xs text-ink-2">
        {tookWords(node)}
        {node.costMicroUsd !== null && `, ${formatMicroUsd(String(node.costMicroUsd))}`}
      </span>
      <BoxMarks node={node} />
    </button>
  );
}

/** What must not be overlooked, as a sign with its word. */
export function BoxMarks({ node: { failed, ungoverned, running, rounds } }: Pick<Props, "node">) {
  const marks = "flex items-center gap-1 whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0";
  return (
    <span className="flex w-full flex-wrap gap-x-2.5 text-xs empty:hidden">
      {failed > 0 && (
        <span className={clsx(marks, "text-danger")}>
          <X aria-hidden />
          {failed.toLocaleString("en-GB")} failed
        </span>
      )}
      {ungoverned > 0 && (
        <span className={clsx(marks, "text-danger")}>
          <CircleDashed aria-hidden />
          {ungoverned.toLocaleString("en-GB")} ungoverned
        </span>
      )}
      {rounds !== null && (
        <span className={clsx(marks, "text-warn")}>
          <RotateCw aria-hidden />
          loop, {rounds.toLocaleString("en-GB")} ×
        </span>
      )}
      {running > 0 && <span className={clsx(marks, "text-info")}>{running.toLocaleString("en-GB")} running</span>}
    </span>
  );
}
