"use client";

import clsx from "clsx";
import { type PointerEvent, useId, useRef, useState } from "react";
import type { Frame, Spread } from "@/server/traces/spread-schema";
import { barWords, momentWords, rangeOf, ticksOf, uncountedShare, type Window, windowOf } from "./prepare-spread";
import type { TracesParams } from "./trace-address";

type Props = {
  readonly spread: Spread;
  readonly frame: Frame;
  readonly params: TracesParams;
  readonly onChange: (change: Partial<TracesParams>) => void;
};

const HEIGHT = 36;
/** How near to an edge of the range one takes hold of it, in pixels. */
const NEAR = 8;

/** When runs began, and the range of them that the list shows: drawn with the pointer, or set by its two ends with the arrows. */
export function TracesHistogram({ spread, frame, params, onChange }: Props) {
  const length = spread.runs.length;
  const asked = windowOf(spread, params);
  const [drawn, setDrawn] = useState<Window | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const shown = drawn ?? asked;
  const set = (window: Window) => onChange(rangeOf(spread, frame, window));
  const placeIn = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return { bar: Math.max(0, Math.min(length - 1, Math.floor(((clientX - left) / width) * length))), x: clientX - left, width };
  };
  const between = (a: number, b: number): Window => ({ first: Math.min(a, b), end: Math.max(a, b) + 1 });
  const take = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const { bar, x, width } = placeIn(event);
    const isNear = (edge: number) => Math.abs(x - (edge / length) * width) <= NEAR;
    // One takes hold of an edge that is there, or begins a new range.
    anchor.current = asked !== null && isNear(asked.end) ? asked.first : asked !== null && isNear(asked.first) ? asked.end - 1 : bar;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawn(between(anchor.current, bar));
  };
  const draw = (event: PointerEvent<HTMLElement>) => {
    const { bar } = placeIn(event);
    setPointed(bar);
    if (anchor.current !== null) setDrawn(between(anchor.current, bar));
  };
  const release = () => {
    if (drawn !== null) set(drawn);
    anchor.current = null;
    setDrawn(null);
  };
  const words = drawn !== null || pointed === null ? shown : { first: pointed, end: pointed + 1 };
  return (
    <section aria-label="When runs began" className="px-4 pb-1 md:px-6">
      <div
        className="relative h-9 cursor-crosshair touch-pan-y select-none"
        onPointerDown={take}
        onPointerMove={draw}
        onPointerUp={release}
        onPointerCancel={() => {
          anchor.current = null;
          setDrawn(null);
        }}
        onPointerLeave={() => setPointed(null)}
      >
        <Uncounted share={uncountedShare(spread)} />
        <Bars spread={spread} />
        {shown !== null && (
          <span
            aria-hidden
            className="pointer-events-none absolute -inset-y-0.5 rounded-xs border border-accent/55 bg-accent/10"
            style={{ left: `${(shown.first / length) * 100}%`, width: `${((shown.end - shown.first) / length) * 100}%` }}
          />
        )}
        <Edge
          label="First runs shown from"
          value={shown?.first ?? 0}
          max={length}
          words={momentWords(Date.parse(spread.from) + (shown?.first ?? 0) * spread.barMs, frame)}
          onValue={(first) => set({ first, end: Math.max(first + 1, shown?.end ?? length) })}
          onClear={() => set({ first: 0, end: length })}
        />
        <Edge
          label="Last runs shown until"
          value={shown?.end ?? length}
          max={length}
          words={momentWords(Date.parse(spread.from) + (shown?.end ?? length) * spread.barMs, frame)}
          onValue={(end) => set({ first: Math.min(end - 1, shown?.first ?? 0), end })}
          onClear={() => set({ first: 0, end: length })}
        />
      </div>
      <div className="relative h-4.5 border-t border-line-strong text-xs text-ink-3">
        {ticksOf(spread, frame).map(({ share, words: text }, i) => (
          <span
            key={text}
            aria-hidden
            className={clsx("absolute whitespace-nowrap", i % 2 === 1 && "max-md:hidden")}
            style={{ left: `${share * 100}%` }}
          >
            {text}
          </span>
        ))}
        <span className="absolute right-0 bg-paper pl-2 whitespace-nowrap text-ink-2">
          {words === null ? <span className="text-ink-3">UTC</span> : `${barWords(spread, frame, words)}`}
        </span>
      </div>
    </section>
  );
}

/** What was not looked through is not empty: it is hatched, and says so where there is room. */
const Uncounted = ({ share }: { readonly share: number }) =>
  share === 0 ? null : (
    <span
      className="pointer-events-none absolute inset-y-0 left-0 flex items-center overflow-hidden"
      style={{ width: `${share * 100}%`, background: "repeating-linear-gradient(135deg, var(--line) 0 1px, transparent 1px 6px)" }}
    >
      <span className="mx-auto truncate bg-paper px-1.5 text-xs text-ink-3">not counted so far back</span>
    </span>
  );

/** Runs that finished in grey, those that did not in red beneath; what is there at all is seen. */
function Bars({ spread: { runs, unfinished } }: Pick<Props, "spread">) {
  const most = Math.max(1, ...runs);
  const tall = (count: number) => Math.max(2, (count / most) * HEIGHT);
  return (
    <svg aria-hidden="true" className="absolute inset-0 size-full" viewBox={`0 0 ${runs.length} ${HEIGHT}`} preserveAspectRatio="none">
      {runs.map((count, i) => {
        if (count === 0) return null;
        const red = unfinished[i] ?? 0;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <g key={i}>
            <rect x={i + 0.08} width={0.84} y={HEIGHT - tall(count)} height={tall(count)} className="fill-line-strong" />
            {red > 0 && <rect x={i + 0.08} width={0.84} y={HEIGHT - tall(red)} height={tall(red)} className="fill-danger" />}
          </g>
        );
      })}
    </svg>
  );
}

type EdgeProps = {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly words: string;
  readonly onValue: (value: number) => void;
  readonly onClear: () => void;
};

/** One end of the range: the arrows move it bar by bar, Page Up and Page Down further, Escape takes the range away. */
function Edge({ label, value, max, words, onValue, onClear }: EdgeProps) {
  const id = useId();
  return (
    <span className="pointer-events-none absolute inset-y-0 w-0" style={{ left: `${(value / max) * 100}%` }}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        value={value}
        aria-valuetext={`${words} UTC`}
        className="peer absolute inset-y-0 -left-px h-full w-0.5 opacity-0"
        onChange={({ target }) => onValue(Number(target.value))}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          onClear();
        }}
      />
      <span
        aria-hidden
        className="absolute -inset-y-1 -left-1 hidden w-2 rounded-xs border border-accent bg-paper shadow-focus peer-focus-visible:block"
      />
    </span>
  );
}
