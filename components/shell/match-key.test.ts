import { expect, test } from "vitest";
import { keyCaps, matchesKey } from "./match-key";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test("a letter answers alone, never with Ctrl, Cmd or Alt", () => {
  expect(matchesKey(press("j"), "j")).toBe(true);
  for (const held of ["ctrlKey", "metaKey", "altKey"]) expect(matchesKey(press("j", { [held]: true }), "j")).toBe(false);
  expect(matchesKey(press("J", { shiftKey: true }), "j")).toBe(false);
});

test("a sign answers however the keyboard makes it", () => {
  expect(matchesKey(press("?", { shiftKey: true }), "?")).toBe(true);
  expect(matchesKey(press("/"), "/")).toBe(true);
});

test("Mod is Ctrl or Cmd, and named keys tell Shift apart", () => {
  expect(matchesKey(press("k", { ctrlKey: true }), "Mod+k")).toBe(true);
  expect(matchesKey(press("K", { metaKey: true }), "Mod+k")).toBe(true);
  expect(matchesKey(press("Enter", { shiftKey: true }), "Enter")).toBe(false);
  expect(matchesKey(press("Enter", { shiftKey: true }), "Shift+Enter")).toBe(true);
});

test("caps are what is printed on the keys", () => {
  expect(keyCaps("Mod+k", true)).toEqual(["⌘", "k"]);
  expect(keyCaps("Mod+k", false)).toEqual(["Ctrl", "k"]);
  expect(keyCaps("Escape", false)).toEqual(["Esc"]);
  expect(keyCaps("?", false)).toEqual(["?"]);
});
