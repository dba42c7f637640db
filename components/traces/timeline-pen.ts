"use client";

import { type RefObject, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

const TOKENS = [
  "s1",
  "s3",
  "s6",
  "s8",
  "info",
  "danger",
  "line",
  "line-strong",
  "ink",
  "ink-2",
  "ink-3",
  "paper",
  "sunken",
  "accent",
] as const;
export type Colours = { readonly [Token in (typeof TOKENS)[number]]: string };

/** What is needed to draw: a canvas in CSS pixels, and the colours of the page as they are now. */
export type Pen = {
  readonly ctx: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
};

// To ask for them makes the browser work out the styles of the whole page there and then: once a theme is enough.
const known = new Map<string, Colours>();
let darkness: MediaQueryList | undefined;

function coloursOf(element: Element): Colours {
  const { dataset, className } = document.documentElement;
  darkness ??= window.matchMedia("(prefers-color-scheme: dark)");
  const theme = `${dataset.theme ?? ""} ${className} ${darkness.matches}`;
  const found = known.get(theme);
  if (found !== undefined) return found;
  const style = getComputedStyle(element);
  const colours = Object.fromEntries(TOKENS.map((token) => [token, style.getPropertyValue(`--${token}`).trim()])) as Colours;
  known.set(theme, colours);
  return colours;
}

function onTheme(change: () => void): () => void {
  const observer = new MutationObserver(change);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  return () => observer.disconnect();
}

const themeOf = () => document.documentElement.dataset.theme ?? "";

/** A canvas that is drawn anew whenever its component is, its size changes or the page's theme does. */
export function useCanvas(paint: (pen: Pen) => void): RefObject<HTMLCanvasElement | null> {
  const ref = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useSyncExternalStore(onTheme, themeOf, () => "");
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const observer = new ResizeObserver(() => setSize({ width: canvas.clientWidth, height: canvas.clientHeight }));
    observer.observe(canvas);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const ctx = canvas?.getContext("2d");
    if (!canvas || !ctx || size.width === 0 || size.height === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size.width, size.height);
    paint({ ctx, ...size, colours: coloursOf(canvas) });
  });
  return ref;
}
