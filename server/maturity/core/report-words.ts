import { listWords } from "@/server/kernel/list-words";
import { STATE_WORDS, several, upper } from "./card-words";
import { CORE_DIMENSIONS, type Dimension, LEVELS, type Level } from "./rubric";
import type { State } from "./state";

const HEADLINES: Readonly<Record<Level, string>> = {
  1: "We cannot yet see all that our agents do.",
  2: "We can see our agents. We cannot yet show that we can stop all of them.",
  3: "We can see our agents and stop them. We do not yet hold them to numbers.",
  4: "We see our agents, stop them and hold them to numbers. It is not yet proven day by day.",
  5: "We see our agents, stop them and hold them to numbers, and prove it every day.",
};

/** What a level means, as a board would say it of itself. */
export const headlineOf = (level: Level): string => HEADLINES[level];

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "15 January 2027" of a day. */
export const dayWords = (day: string): string => long.format(Date.parse(`${day}T00:00:00Z`));

/** "Q1 2027" of "2027-Q1". */
export const quarterWords = (quarter: string): string => `Q${quarter.slice(6)} ${quarter.slice(0, 4)}`;

type Place = { readonly day: string; readonly level: Level };
type Facts = {
  readonly organisation: string;
  readonly level: Level;
  readonly since: Place | null;
  readonly dimensions: readonly { readonly id: Dimension; readonly name: string; readonly level: Level }[];
  readonly path: { readonly to: Level | null; readonly steps: readonly unknown[] };
  readonly targets: readonly { readonly level: Level; readonly dueOn: string | null }[];
};

function movedWords(level: Level, since: Place | null): string {
  if (since === null) return "";
  if (since.level === level) return `, as on ${dayWords(since.day)}`;
  return `, ${since.level < level ? "up" : "down"} from Level ${since.level} on ${dayWords(since.day)}`;
}

/** What the report opens with: where the organisation stands, what holds it there, what lifts it, and what it aims at. */
export function leadOf({ organisation, level, since, dimensions, path, targets }: Facts): string {
  const cores = dimensions.filter(({ id }) => CORE_DIMENSIONS.includes(id));
  const holding = cores.filter((one) => one.level === level).map(({ name }) => name);
  const stands = `${organisation} stands at Level ${level} of 5, ${LEVELS[level]}${movedWords(level, since)}.`;
  const others = cores.filter((one) => one.level > level).map((one) => `${one.name} is at ${one.level}`);
  const hold = `The level is that of the weakest core dimension: ${listWords(holding, "and")} ${holding.length === 1 ? "holds" : "hold"} it at ${level}${others.length === 0 ? "" : `; ${listWords(others, "and")}`}.`;
  const lift =
    path.to === null
      ? "There is no level above."
      : `${upper(several(path.steps.length, "piece of work lifts", "pieces of work lift"))} it to Level ${path.to}.`;
  const aims = targets
    .filter((target) => target.level > level)
    .map((target) => `Level ${target.level}${target.dueOn === null ? "" : ` by ${dayWords(target.dueOn)}`}`);
  return [stands, hold, lift, ...(aims.length === 0 ? [] : [`The target is ${listWords(aims, "and")}.`])].join(" ");
}

type Criterion = {
  readonly id: string;
  readonly dimension: Dimension;
  readonly level: number;
  readonly isCore: boolean;
  readonly state: State;
  readonly text: string;
};

/** What keeps a dimension from its next level: the first of its open criteria there, core ones before others, and how many more. */
export function holdsOf({ id, level }: { readonly id: Dimension; readonly level: Level }, criteria: readonly Criterion[]): string {
  if (level === 5) return "At the top level.";
  const here = criteria.filter((one) => one.dimension === id && one.level === level + 1);
  const open = here
    .filter(({ state }) => state !== "met" && state !== "not_applicable")
    .toSorted((a, b) => Number(b.isCore) - Number(a.isCore));
  const [first, ...rest] = open;
  if (first === undefined) return `Nothing of Level ${level + 1} applies.`;
  const more = rest.length === 0 ? "" : `; ${rest.length} more`;
  return `Open: ${first.text} (${first.id})${more}.`;
}

/** A share of all in per cent: "48.0 %". */
export const percentWords = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** What the checks say of an item of the roadmap. */
export const checksSay = ({ isDone, state }: { readonly isDone: boolean; readonly state: State | null }): string =>
  isDone ? "done" : state === null ? "not evaluated" : STATE_WORDS[state].toLowerCase();

/** How long something still stands. */
export const daysLeftWords = (days: number): string => (days === 0 ? "ends today" : days === 1 ? "1 day left" : `${days} days left`);
