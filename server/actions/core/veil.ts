import { cleanLine } from "@/server/kernel/untrusted";
import { blackOutOf } from "./blackout";
import { HIDDEN, pointerTo, redact, redactValue, tokensOf } from "./redaction";

type Json = Readonly<Record<string, unknown>>;

/**
 * How much a reader sees of what agents hand to tools and get back. `all`: everything. `unless_sensitive`: what no tool
 * declared sensitive. `if_safe`: only what somebody has said is safe, so nothing of tools that nobody registered, and
 * no results of tools that take something sensitive.
 */
export type Sight = "all" | "unless_sensitive" | "if_safe";

/** Why something is hidden. */
export type Because = "sensitive" | "unregistered";

/** What a tool declared sensitive when the action was proposed (undefined: not kept) and now; null when nobody had registered it. */
export type Declared = { readonly atProposal: readonly string[] | null | undefined; readonly now: readonly string[] | null };

export type Veiled = {
  readonly toolName: string;
  readonly resource: string | null;
  readonly args: Json;
};

/** What one reader may see of one action. */
export type Veil = {
  readonly args: Json;
  /** JSON pointers of the arguments that are hidden. */
  readonly hidden: readonly string[];
  /** Null when nothing need be hidden from this reader. */
  readonly because: Because | null;
  /** Free text without the values that are hidden. */
  readonly text: (text: string) => string;
  /** The one line that names the call, without them. */
  readonly title: (title: string) => string;
  /** What a tool gave back, without them; undefined when this reader sees nothing of it. */
  readonly result: (value: unknown) => unknown;
};

const same = <T>(value: T): T => value;
const seeThrough = (args: Json): Veil => ({ args, hidden: [], because: null, text: same, title: same, result: same });

/** What of an action this reader sees: what was sensitive at its time stays so, and what is declared later becomes so. */
export function veilOf(sight: Sight, action: Veiled, { atProposal, now }: Declared): Veil {
  if (sight === "all") return seeThrough(action.args);
  const isKnown = (atProposal ?? now) !== null;
  if (!isKnown) return sight === "if_safe" ? unregistered(action) : seeThrough(action.args);
  const pointers = [...new Set([...(atProposal ?? []), ...(now ?? [])])];
  if (pointers.length === 0) return seeThrough(action.args);
  const { args, hidden, values } = redact(action.args, pointers);
  const text = blackOutOf(values);
  // A line that was written before something in it was declared may show it in another spelling: it is written anew.
  const isLate = atProposal !== null && hidden.some((pointer) => atProposal?.includes(pointer) !== true);
  const title = (line: string) => titleOf(isLate ? plainTitle(action, text) : line, action.toolName, text);
  const result = sight === "if_safe" ? () => undefined : (value: unknown) => veilResult(value, pointers, text);
  return { args, hidden, because: "sensitive", text, title, result };
}

/** Nobody has said what is safe: the names of the arguments are told, and nothing of their values. */
function unregistered(action: Veiled): Veil {
  const { args, hidden, values } = redact(action.args, Object.keys(action.args).map(pointerTo));
  const text = blackOutOf(values);
  const title = (line: string) => titleOf(line, action.toolName, text);
  return { args, hidden, because: "unregistered", text, title, result: () => undefined };
}

function plainTitle({ toolName, resource }: Veiled, text: (text: string) => string): string {
  const name = cleanLine(toolName, 128);
  return resource === null ? name : `${name} on ${cleanLine(text(resource), 120)}`;
}

/** The name of the tool is nobody's secret, and stays whatever an argument says. */
function titleOf(line: string, toolName: string, text: (text: string) => string): string {
  const name = cleanLine(toolName, 128);
  if (line.startsWith(name)) return name + (line === name ? "" : text(line.slice(name.length)));
  const shown = text(line);
  return shown === HIDDEN ? name : shown;
}

const isIndex = (token: string) => /^\d+$/.test(token);

/** The same pointers and the same names are hidden in what came back, wherever they stand, and the values themselves. */
function veilResult(value: unknown, pointers: readonly string[], text: (text: string) => string): unknown {
  const names = new Set(pointers.flatMap((pointer) => tokensOf(pointer).findLast((token) => !isIndex(token)) ?? []));
  const visit = (inner: unknown): unknown => {
    if (typeof inner === "string") return text(inner);
    if (typeof inner === "number") return text(String(inner)) === String(inner) ? inner : HIDDEN;
    if (Array.isArray(inner)) return inner.map(visit);
    if (inner === null || typeof inner !== "object") return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, child]) => [text(name), names.has(name) ? HIDDEN : visit(child)]));
  };
  return visit(redactValue(value, pointers));
}
