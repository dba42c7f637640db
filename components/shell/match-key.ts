export type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const MOD = "Mod+";

/**
 * Whether a press is the named key: `j`, `Enter`, `?`, `Shift+Enter`, `Mod+k` (Ctrl or Cmd). Shift counts only beside
 * named keys, since on many keyboards it is needed to type `?` or `/`.
 */
export function matchesKey(press: KeyPress, name: string): boolean {
  const needsMod = name.startsWith(MOD);
  const afterMod = needsMod ? name.slice(MOD.length) : name;
  const needsShift = afterMod.startsWith("Shift+");
  const key = needsShift ? afterMod.slice("Shift+".length) : afterMod;
  if (press.altKey || (press.ctrlKey || press.metaKey) !== needsMod) return false;
  if (key.length > 1 && press.shiftKey !== needsShift) return false;
  if (key.length === 1 && needsShift && !press.shiftKey) return false;
  return needsMod || needsShift ? press.key.toLowerCase() === key.toLowerCase() : press.key === key;
}

const CAPS: Readonly<Record<string, string>> = { Enter: "↵", Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→" };

/** A key's name as its caps show it, one cap each: `Mod+k` is Ctrl and K, or ⌘ and K. */
export function keyCaps(name: string, isApple: boolean): readonly string[] {
  return name.split(/\+(?=.)/).map((part) => {
    if (part === "Mod") return isApple ? "⌘" : "Ctrl";
    return CAPS[part] ?? part;
  });
}
