import { ALIASES } from "../dialects/aliases";
import type { Attributes } from "../otlp/model";
import { FIND } from "./finders";
import type { Hit } from "./hit";
import { valuesUnder } from "./json-text";
import { nameMatcher, plainName } from "./names";
import { compilePattern } from "./pattern";
import type { Rule, RuleSet } from "./rule";

type Find = (text: string) => readonly Hit[];
type Named = (name: string) => boolean;

/** The rules as they apply to the calls of one tool, or to all that is no call. */
export type StepRules = {
  readonly texts: readonly { readonly ruleId: string; readonly find: Find }[];
  /** The first rule that takes out what stands under this name. */
  readonly ruleOfName: (name: string) => string | null;
  /** Whether a text, or a name, holds nothing that a rule would find in it. */
  readonly isClean: (text: string) => boolean;
  /** Objects that came for many spans, as what is said of their sender does, and hold nothing that a rule would take out. */
  readonly cleanObjects: WeakSet<Attributes>;
};

/** A version of the rules, ready to be applied. */
export type Redactor = {
  readonly version: number;
  readonly of: (tool: string | null) => StepRules;
  /** Whether originals of what a rule takes out are kept, encrypted. */
  readonly isSealed: (ruleId: string) => boolean;
  /** The rules that are for certain tools alone: what they take out of a call is taken out of its whole trace. */
  readonly ofTools: readonly {
    readonly rule: Rule;
    readonly isFor: (tool: string) => boolean;
    readonly find: Find;
    readonly isName: Named;
  }[];
};

const NEVER: Named = () => false;
const NOTHING: Find = () => [];
const ARGS = new Set<string>([...ALIASES.args, ...ALIASES.entityInput]);
const RESULTS = new Set<string>([...ALIASES.result, ...ALIASES.entityOutput]);

function namedBy({ what }: Rule): Named {
  if (what.kind === "names") return nameMatcher(what.names);
  if (what.kind !== "tool") return NEVER;
  const { part } = what;
  return (name) => (part !== "result" && ARGS.has(name)) || (part !== "args" && RESULTS.has(name));
}

function finderOf({ what }: Rule): Find {
  switch (what.kind) {
    case "names": {
      const isName = nameMatcher(what.names);
      return (text) => valuesUnder(text, isName);
    }
    case "found":
      return FIND[what.finder];
    case "pattern": {
      const compiled = compilePattern(what.pattern, what.ignoreCase);
      return compiled.ok ? compiled.value.find : NOTHING;
    }
    case "tool":
      return NOTHING;
  }
}

const MOST_REMEMBERED = 5_000;
const LONGEST_REMEMBERED = 128;

/** Remembers short texts for which an answer was yes: names and most values come again and again. What has not come for long is forgotten. */
function rememberedYes(ask: (text: string) => boolean): (text: string) => boolean {
  let recent = new Set<string>();
  let before = new Set<string>();
  return (text) => {
    if (text.length >= LONGEST_REMEMBERED) return ask(text);
    if (recent.has(text)) return true;
    if (!before.has(text) && !ask(text)) return false;
    if (recent.size >= MOST_REMEMBERED) [before, recent] = [recent, new Set()];
    recent.add(text);
    return true;
  };
}

function stepRules(rules: readonly { readonly rule: Rule; readonly find: Find; readonly isName: Named }[]): StepRules {
  const texts = rules.filter(({ find }) => find !== NOTHING).map(({ rule, find }) => ({ ruleId: rule.id, find }));
  const named = rules.filter(({ isName }) => isName !== NEVER);
  return {
    texts,
    ruleOfName: (name) => named.find(({ isName }) => isName(name))?.rule.id ?? null,
    isClean: rememberedYes((text) => texts.every(({ find }) => find(text).length === 0)),
    cleanObjects: new WeakSet(),
  };
}

/** Makes a version of the rules ready: those that are switched on, in their order. */
export function compileRules({ version, rules }: RuleSet): Redactor {
  const compiled = rules
    .filter(({ isOn }) => isOn)
    .map((rule) => {
      const tools = new Set(rule.tools.map(plainName));
      return { rule, find: finderOf(rule), isName: namedBy(rule), isFor: (tool: string) => tools.has(plainName(tool)) };
    });
  const everywhere = stepRules(compiled.filter(({ rule }) => rule.tools.length === 0));
  const ofTools = compiled.filter(({ rule }) => rule.tools.length > 0);
  const known = new Map<string, StepRules>();
  const of = (tool: string | null): StepRules => {
    if (tool === null || !ofTools.some(({ isFor }) => isFor(tool))) return everywhere;
    const made = known.get(tool) ?? stepRules(compiled.filter(({ rule, isFor }) => rule.tools.length === 0 || isFor(tool)));
    if (known.size < MOST_REMEMBERED) known.set(tool, made);
    return made;
  };
  const sealed = new Set(compiled.flatMap(({ rule }) => (rule.revealTo.length > 0 ? [rule.id] : [])));
  return { version, of, ofTools, isSealed: (ruleId) => sealed.has(ruleId) };
}
