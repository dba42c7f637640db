"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { neighbour } from "./prepare-queue";
import { type QueueFilter, requestHref } from "./queue-address";

type Where = {
  readonly ids: readonly string[];
  readonly filter: QueueFilter;
  readonly openId: string | null;
  readonly setOpen: (id: string | null) => void;
  /** Whether the open request stands beside the list. */
  readonly isSplit: boolean;
  readonly cardRef: RefObject<HTMLElement | null>;
};

/** Going from request to request: what is open and what has the focus go together. */
export function useMoves({ ids, filter, openId, setOpen, isSplit, cardRef }: Where) {
  const router = useRouter();
  const [focus, setFocus] = useState<{ id: string; token: number } | null>(null);
  const focusOn = (id: string) => setFocus({ id, token: (focus?.token ?? 0) + 1 });
  // Where the keyboard is: the next press may come before the last one is drawn.
  const here = useRef(openId);
  useEffect(() => {
    here.current = openId;
  }, [openId]);
  // A link to the queue with a request open, followed where there is no room for both.
  useEffect(() => {
    if (!isSplit && openId !== null) router.replace(requestHref(filter, openId));
  });
  const moveTo = (id: string | null) => {
    if (id === null) return;
    if (isSplit) setOpen(id);
    here.current = id;
    focusOn(id);
  };
  const current = () => (isSplit ? here.current : null) ?? focusedRow();
  return {
    focus,
    focusOn,
    current,
    moveTo,
    move: (step: 1 | -1) => moveTo(neighbour(ids, current(), step)),
    /** Opens one, beside the list or on its own page. */
    go: (id: string) => {
      if (!isSplit) return router.push(requestHref(filter, id));
      setOpen(id);
      focusOn(id);
    },
    goToPage: () => openId !== null && router.push(requestHref(filter, openId)),
    goInto: useCallback(() => cardRef.current?.focus(), [cardRef]),
    close: () => {
      setOpen(null);
      if (openId !== null) focusOn(openId);
    },
  };
}

/** How long after a decision what the list brings is still what comes next. */
const BROUGHT_WITHIN_MS = 3_000;

/**
 * Goes on after a decision. When nothing is next, the list may just not hold yet what was undone a moment ago: what it
 * brings when it is read again is next then, unless its reader has gone elsewhere.
 */
export function useMoveOn(ids: readonly string[], openId: string | null, moveTo: (id: string) => void): (next: string | null) => void {
  const awaited = useRef<{ after: string | null; untilMs: number } | null>(null);
  useEffect(() => {
    const { after, untilMs } = awaited.current ?? {};
    if (untilMs === undefined) return;
    const brought = neighbour(ids, openId, 1) ?? neighbour(ids, openId, -1);
    if (after !== openId || Date.now() > untilMs) awaited.current = null;
    else if (brought !== null && brought !== openId) {
      awaited.current = null;
      moveTo(brought);
    }
  }, [ids, openId, moveTo]);
  return (next) => {
    if (next === null) awaited.current = { after: openId, untilMs: Date.now() + BROUGHT_WITHIN_MS };
    else moveTo(next);
  };
}

const focusedRow = (): string | null => {
  const id = document.activeElement?.id ?? "";
  return id.startsWith("row-") ? id.slice("row-".length) : null;
};
