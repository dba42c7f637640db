import { cleanLine } from "@/server/kernel/untrusted";
import type { StoryAction, StoryChange } from "./story-schema";

const LONGEST = 120;
const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value on one line. */
export function valueWords(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return cleanLine(typeof value === "string" ? value : JSON.stringify(value), LONGEST) || "an empty text";
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What changed, place by place, as the agent reported it. */
export function changesOf({ changes }: Pick<StoryAction, "changes">): StoryChange[] {
  return changes.flatMap(({ resource, before, after }) => {
    const about = cleanLine(resource, LONGEST);
    if (!isObject(before ?? {}) || !isObject(after ?? {}) || (before ?? after ?? null) === null) {
      return [{ resource: about, what: "", before: valueWords(before), after: valueWords(after) }];
    }
    const [was, is] = [(before ?? {}) as { [key: string]: unknown }, (after ?? {}) as { [key: string]: unknown }];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !isSame(was[name], is[name]));
    return names.map((name) => ({
      resource: about,
      what: cleanLine(name, 80),
      before: valueWords(was[name]),
      after: valueWords(is[name]),
    }));
  });
}
