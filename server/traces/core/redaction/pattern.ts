import { RE2JS } from "re2js";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { type Hit, hitAt, REDACTED } from "./hit";

/** A text is searched in windows, so that no pattern looks at all of it again for each thing it finds. */
const WINDOW = 4_096;
/** What a pattern finds may be this long; windows overlap by as much. */
const LONGEST = 1_024;
const MOST_HITS = 200;
/** Time goes with the size of the program that a pattern becomes. */
const LARGEST_PROGRAM = 1_000;

export type Pattern = { readonly find: (text: string) => readonly Hit[] };

const WHY_NOT: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]|\(\?<[=!]/, "Looking ahead or behind (?=…), (?!…) cannot be bounded in time, so patterns have none."],
  [/\\[1-9]/, "Going back to what was found (\\1) cannot be bounded in time, so patterns have none."],
];

/**
 * A pattern in the language of RE2, which reads a text in time that grows with its length alone, whatever the pattern: none
 * can hold up what comes in. Patterns that find nothing at all, such as `x*`, are refused.
 */
export function compilePattern(pattern: string, ignoreCase: boolean): Result<Pattern> {
  const because = WHY_NOT.find(([form]) => form.test(pattern));
  if (because !== undefined) return refuse("invalid_request", because[1]);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "it cannot be read";
    return refuse("invalid_request", `This is not a pattern: ${why}.`);
  }
  if (compiled.programSize() > LARGEST_PROGRAM) return refuse("invalid_request", "This pattern is too large: use smaller counts.");
  if (compiled.test("")) return refuse("invalid_request", "This pattern fits an empty text, so it would stand everywhere.");
  return ok({ find: (text) => find(compiled, text) });
}

/** What is found in one window, as places in it. Of a window that is not the last, its end is left to the next. */
function placesIn(compiled: RE2JS, window: string, isLast: boolean): (readonly [start: number, end: number])[] {
  const matcher = compiled.matcher(window);
  const places: (readonly [number, number])[] = [];
  while (places.length <= MOST_HITS && matcher.find() && (isLast || matcher.start() < WINDOW - LONGEST)) {
    if (matcher.end() > matcher.start()) places.push([matcher.start(), matcher.end()]);
  }
  return places;
}

function find(compiled: RE2JS, text: string): readonly Hit[] {
  if (!compiled.test(text)) return [];
  const hits: Hit[] = [];
  for (let from = 0; from < text.length; ) {
    const isLast = from + WINDOW >= text.length;
    const places = placesIn(compiled, text.slice(from, from + WINDOW), isLast);
    for (const [start, end] of places) {
      if (hits.length === MOST_HITS) return [...hits, hitAt(text, from + start, text.length)];
      hits.push(hitAt(text, from + start, from + end));
    }
    from = isLast ? text.length : from + Math.max(places.at(-1)?.[1] ?? 0, WINDOW - LONGEST);
  }
  return hits.filter(({ value }) => value !== REDACTED);
}
