"use client";

import { useKeys } from "@/components/shell/use-keys";
import { STEP_PANE_ID } from "./step-pane";
import { FIND_ID } from "./timeline-head";
import { panned, placeOf, type Scale, type View, viewOf, WHOLE, zoomed } from "./timeline-scale";
import type { useTree } from "./use-tree";

type Input = {
  readonly tree: ReturnType<typeof useTree>;
  readonly view: View;
  readonly scale: Scale;
  /** The times of the step that is open; -1 lasts while it runs. */
  readonly openStep: { readonly offsetUs: number; readonly durationUs: number } | null;
  readonly hasFound: boolean;
  readonly nextFound: (direction: 1 | -1) => void;
  readonly setView: (view: View) => void;
  readonly setPath: () => void;
  readonly onClose: () => void;
};

const find = () => {
  const input = document.getElementById(FIND_ID);
  if (input instanceof HTMLInputElement) input.select();
};

/** Where a step lies on the axis. */
function spanOf(scale: Scale, step: NonNullable<Input["openStep"]>): View {
  const ended = step.durationUs < 0 ? scale.extentUs : step.offsetUs + step.durationUs;
  return { from: placeOf(scale, step.offsetUs), to: placeOf(scale, ended) };
}

/** All that the timeline does by keys. */
export function useTimelineKeys({ tree, view, scale, openStep, hasFound, nextFound, setView, setPath, onClose }: Input): void {
  const { at, move, fold, unfold, jump, isNotable, isRetry } = tree;
  const isOpen = openStep !== null;
  const about = openStep === null ? (view.from + view.to) / 2 : middleOf(spanOf(scale, openStep));
  const next = { label: "Next line", run: () => move(at + 1) };
  const before = { label: "Line before", run: () => move(at < 0 ? 0 : at - 1) };
  const [unfolds, folds] = [
    { label: "Unfold, or into it", run: unfold },
    { label: "Fold, or out of it", run: fold },
  ];
  const closer = { label: "Less time", run: () => setView(zoomed(view, 0.5, about)) };
  useKeys(
    {
      j: next,
      k: before,
      ArrowDown: next,
      ArrowUp: before,
      l: unfolds,
      h: folds,
      ArrowRight: unfolds,
      ArrowLeft: folds,
      Home: { label: "First line", run: () => move(0) },
      End: { label: "Last line", run: () => move(tree.rows.count - 1) },
      Enter: { label: "Into the open step", run: () => document.getElementById(STEP_PANE_ID)?.focus(), isEnabled: isOpen },
      Escape: { label: "Close the step", run: onClose, isEnabled: isOpen },
      e: { label: "Next failure or ungoverned call", run: () => jump(isNotable, 1) },
      E: { label: "The one before", run: () => jump(isNotable, -1) },
      r: { label: "Next call that was tried again", run: () => jump(isRetry, 1) },
      "/": { label: "Find a step", run: find },
      n: { label: "Next step found", run: () => nextFound(1), isEnabled: hasFound },
      N: { label: "Step found before", run: () => nextFound(-1), isEnabled: hasFound },
      c: { label: "Show or hide the critical path", run: setPath },
      "+": closer,
      "=": closer,
      "-": { label: "More time", run: () => setView(zoomed(view, 2, about)) },
      "0": { label: "All the time", run: () => setView(WHOLE) },
      ",": { label: "Earlier", run: () => setView(panned(view, -0.25)) },
      ".": { label: "Later", run: () => setView(panned(view, 0.25)) },
      z: { label: "The time of the open step", run: () => openStep && setView(around(spanOf(scale, openStep))), isEnabled: isOpen },
    },
    "Timeline",
  );
}

const middleOf = ({ from, to }: View): number => (from + to) / 2;
const around = ({ from, to }: View): View => viewOf(from - (to - from) * 0.1, to + (to - from) * 0.1);
