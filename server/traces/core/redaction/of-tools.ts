import type { Content } from "../content";
import type { Attributes, Value } from "../otlp/model";
import type { Step } from "../step";
import type { Redactor } from "./compile";
import { plainName } from "./names";
import { type Hidden, MOST_HIDDEN } from "./redact";
import { DECLARED } from "./rule";

/** Shorter values stand in too many places that mean something else. */
const SHORTEST = { declared: 3, ruled: 5 } as const;

type Call = { readonly tool: string; readonly args: Value; readonly result: Value };

/** Every call of a tool that a step shows: its own, and those in its messages. */
function callsIn({ tool }: Step, { input, output, args, result }: Content): readonly Call[] {
  const parts = [...input, ...output].flatMap((message) => message.parts);
  const asked = parts.flatMap((part) => (part.type === "tool_call" ? [{ tool: part.tool, args: part.args, result: null }] : []));
  return tool === null || (args === null && result === null) ? asked : [...asked, { tool, args, result }];
}

/** The texts and numbers within a value, as text. */
function leaves(value: Value | undefined, shortest: number): readonly string[] {
  if (value === undefined || value === null || typeof value === "boolean") return [];
  if (typeof value === "object") return Object.values(value).flatMap((each: Value) => leaves(each, shortest));
  const text = String(value);
  return text.length < shortest ? [] : [text];
}

/** The value that a JSON pointer leads to. */
function at(value: Value, pointer: string): Value | undefined {
  let here: Value | undefined = value;
  for (const token of pointer.split("/").slice(1)) {
    if (here === null || typeof here !== "object") return undefined;
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    here = (here as { readonly [key: string]: Value })[name];
  }
  return here;
}

function under(value: Value, isName: (name: string) => boolean): readonly Value[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((each) => under(each, isName));
  return Object.entries(value as { readonly [key: string]: Value }).flatMap(([name, each]) =>
    isName(name) ? [each] : under(each, isName),
  );
}

function valuesOf({ rule, find, isName }: Redactor["ofTools"][number], { args, result }: Call): readonly string[] {
  switch (rule.what.kind) {
    case "tool":
      return [
        ...(rule.what.part === "result" ? [] : leaves(args, SHORTEST.ruled)),
        ...(rule.what.part === "args" ? [] : leaves(result, SHORTEST.ruled)),
      ];
    case "names":
      return [...under(args, isName), ...under(result, isName)].flatMap((each) => leaves(each, SHORTEST.ruled));
    case "found":
    case "pattern":
      return [...leaves(args, 1), ...leaves(result, 1)].flatMap((text) =>
        find(text).flatMap(({ value }) => (value.length < SHORTEST.ruled ? [] : [value])),
      );
  }
}

/** What tools declare sensitive (pointers into their arguments, by the name of the tool), and the rules that are for certain tools. */
export type ToolRules = {
  readonly declared: ReadonlyMap<string, readonly string[]>;
  readonly redactor: Redactor;
  /** How any of these tools may be spelt in a text; null when there are none. */
  readonly spelt: RegExp | null;
};

export function toolRules(declared: ReadonlyMap<string, readonly string[]>, redactor: Redactor): ToolRules {
  const sensitive = [...declared].filter(([, pointers]) => pointers.length > 0);
  const pointersOf = new Map(sensitive.map(([name, pointers]) => [plainName(name), pointers]));
  const names = new Set([...pointersOf.keys(), ...redactor.ofTools.flatMap(({ rule }) => rule.tools.map(plainName))]);
  const spellings = [...names].map((name) => name.split("_").join("[^\\p{L}\\p{N}]*"));
  return { declared: pointersOf, redactor, spelt: spellings.length === 0 ? null : new RegExp(spellings.join("|"), "iu") };
}

/** Whether a name of one of these tools stands anywhere in a value: most spans tell of none, and are not read any further. */
function spells(value: Value, spelt: RegExp): boolean {
  if (typeof value === "string") return spelt.test(value);
  return value !== null && typeof value === "object" && Object.values(value).some((inner: Value) => spells(inner, spelt));
}

/** Whether a step may tell of a call that these rules look at. */
export const maySpell = ({ spelt }: ToolRules, step: Step, attributes: Attributes): boolean =>
  spelt !== null && step.kind !== "other" && ((step.tool !== null && spelt.test(step.tool)) || spells(attributes, spelt));

/** Collects the values that are to be hidden in a whole trace: what tools declared sensitive in their calls, and what rules for tools take out. */
export class HiddenValues {
  private readonly traces = new Map<string, Map<string, string>>();

  constructor(private readonly rules: ToolRules) {}

  look(step: Step, content: Content): void {
    for (const call of callsIn(step, content)) {
      const pointers = this.rules.declared.get(plainName(call.tool)) ?? [];
      for (const pointer of pointers) this.add(step.traceId, DECLARED, leaves(at(call.args, pointer), SHORTEST.declared));
      for (const each of this.rules.redactor.ofTools) if (each.isFor(call.tool)) this.add(step.traceId, each.rule.id, valuesOf(each, call));
    }
  }

  private add(traceId: string, ruleId: string, values: readonly string[]): void {
    if (values.length === 0) return;
    const known = this.traces.get(traceId) ?? new Map<string, string>();
    for (const value of values) {
      if (known.size > MOST_HIDDEN) break;
      known.set(value, known.get(value) ?? ruleId);
      // As it stands in JSON, too.
      const escaped = JSON.stringify(value).slice(1, -1);
      if (escaped !== value) known.set(escaped, ruleId);
    }
    this.traces.set(traceId, known);
  }

  of(traceId: string): Hidden | undefined {
    const known = this.traces.get(traceId);
    if (known === undefined) return undefined;
    if (known.size > MOST_HIDDEN) return { values: new Map(), isAll: true };
    // The longest first: one may hold another.
    return { values: new Map([...known].sort(([a], [b]) => b.length - a.length)), isAll: false };
  }
}
