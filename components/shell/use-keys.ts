"use client";

import { useEffect, useId } from "react";
import { type KeyPress, matchesKey } from "./match-key";

export type PageKey = {
  /** What it does, as the list of keys says it: "Approve", "Next row". */
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** A key that cannot be used now stays in the list and does nothing. */
  readonly isEnabled?: boolean;
  /** Works while a text field has the focus, too (Escape, Mod+Enter). */
  readonly worksInFields?: boolean;
};

/** Keys by name as in `KeyboardEvent.key`, with `Mod+` for Ctrl or Cmd: `{ j: …, Enter: …, "?": …, "Mod+Enter": … }`. */
export type PageKeys = Readonly<Record<string, PageKey>>;

type Registration = { readonly id: string; readonly scope: string; readonly keys: PageKeys };

/** The scope of the frame: what a page says about a key goes before it. */
export const EVERYWHERE = "Everywhere";

// Last one in front: a card that opens over a list answers first. The frame answers last.
let registrations: readonly Registration[] = [];

const isField = (element: Element | null) =>
  element instanceof HTMLElement && (element.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
const isPressable = (element: Element | null) => element?.closest("button, a[href], summary, [role=menuitem], [role=option]") != null;
const isOverlaid = () =>
  document.querySelector("[role=dialog][data-state=open], [role=menu][data-state=open], [popover]:popover-open") !== null;

/** Whether the element in focus has its own use for this key. */
function isSpokenFor(event: KeyPress, key: PageKey, focused: Element | null): boolean {
  if (isField(focused)) return !key.worksInFields;
  return (event.key === "Enter" || event.key === " ") && isPressable(focused);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isOverlaid()) return;
  for (const { keys } of registrations) {
    for (const [name, key] of Object.entries(keys)) {
      if (!matchesKey(event, name) || isSpokenFor(event, key, document.activeElement)) continue;
      if (key.isEnabled === false) return;
      event.preventDefault();
      key.run(event);
      return;
    }
  }
}

function register(registration: Registration): void {
  if (registrations.length === 0) window.addEventListener("keydown", onKeyDown);
  const isKnown = registrations.some(({ id }) => id === registration.id);
  registrations = isKnown
    ? registrations.map((known) => (known.id === registration.id ? registration : known))
    : [registration, ...registrations].sort((a, b) => Number(a.scope === EVERYWHERE) - Number(b.scope === EVERYWHERE));
}

function unregister(id: string): void {
  registrations = registrations.filter((registration) => registration.id !== id);
  if (registrations.length === 0) window.removeEventListener("keydown", onKeyDown);
}

/** The keys that answer at this moment, by the part of the page that gives them. */
export const registeredKeys = (): readonly Registration[] => registrations;

/**
 * Gives the page these keys while the component is on screen. They rest while a dialog or menu is open, and in text
 * fields; `?` lists them and the command palette offers them as actions.
 */
export function useKeys(keys: PageKeys, scope = "This page"): void {
  const id = useId();
  useEffect(() => register({ id, scope, keys }));
  useEffect(() => () => unregister(id), [id]);
}
