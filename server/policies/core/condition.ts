import { type CelInput, celEnv, isCelError, parse, plan } from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";
import type { Facts } from "./facts";
import { plainCondition, UNSURE } from "./plain-condition";

const ENVIRONMENT = celEnv({ funcs: strings });

/** A condition answers yes, no, or why it could not be evaluated. */
export type ConditionAnswer = boolean | { readonly error: string };
export type Condition = (bindings: Bindings) => ConditionAnswer;
export type Bindings = Record<string, CelInput>;

function known(facts: object): Record<string, unknown> {
  const stated: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) if (value !== null && value !== undefined) stated[name] = value;
  return stated;
}

function impactBindings(impact: Facts["impact"]): Record<string, unknown> {
  if (impact === null) return {};
  const stated = known(impact);
  const amountUsd = Number(stated.amountMicroUsd) / 1_000_000;
  if (Number.isFinite(amountUsd)) stated.amountUsd = amountUsd;
  return stated;
}

/**
 * The facts as conditions name them. What is unknown of `impact` and `run` is absent, so that `has(impact.external)`
 * asks whether it was stated; money is there as a number too, `impact.amountUsd`.
 */
export const bindingsOf = (facts: Facts): Bindings =>
  ({
    agent: facts.agent,
    tool: facts.tool,
    args: facts.args,
    resource: facts.resource,
    impact: impactBindings(facts.impact),
    run: facts.run === null ? {} : known(facts.run),
    initiator: facts.initiator,
    time: facts.time,
  }) as Bindings;

const VARIABLES: ReadonlySet<string> = new Set(["agent", "tool", "args", "resource", "impact", "run", "initiator", "time"]);
/** What CEL itself names: the types that `type(args.percent) == string` compares with. */
const TYPES = ["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type"];

/** Compiles a CEL condition; one that does not parse answers its error on every call, so that it fails to the stricter side. */
export function compileCondition(source: string): Condition {
  try {
    const parsed = parse(source);
    const shortcut = plainCondition(parsed.expr);
    const program = plan(ENVIRONMENT, parsed);
    return (bindings) => {
      const plain = shortcut === null ? UNSURE : shortcut(bindings);
      if (plain !== UNSURE) return plain;
      const answer = program(bindings);
      if (answer === true || answer === false) return answer;
      return { error: isCelError(answer) ? answer.message : "The condition answers neither true nor false." };
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return () => ({ error: message });
  }
}

/**
 * Why a condition cannot be published, in words, or null: it must parse, name only facts and call only functions
 * that exist. Types are not checked, since arguments have none before a call.
 */
export function conditionProblem(source: string): string | null {
  try {
    return unknownIn(parse(source).expr, new Set([...VARIABLES, ...TYPES]));
  } catch (error) {
    return error instanceof Error ? error.message.replace("<input>:", "line ") : String(error);
  }
}

type Comprehension = { readonly iterVar: string; readonly iterVar2: string; readonly accuVar: string };
type Node = { readonly case?: string; readonly value?: unknown };

/** Walks the syntax tree, whatever its shape: only names, calls and comprehensions matter here. */
function unknownIn(tree: unknown, names: ReadonlySet<string>): string | null {
  if (typeof tree !== "object" || tree === null) return null;
  const node = tree as Node;
  const own = unknownHere(node, names);
  if (own !== null) return own;
  const inner = node.case === "comprehensionExpr" ? withVariables(names, node.value as Comprehension) : names;
  for (const child of Object.values(tree)) {
    const found = unknownIn(child, inner);
    if (found !== null) return found;
  }
  return null;
}

function unknownHere({ case: kind, value }: Node, names: ReadonlySet<string>): string | null {
  if (kind === "identExpr") {
    const { name } = value as { name: string };
    return names.has(name) ? null : `there is no fact "${name}"; there are ${[...VARIABLES].join(", ")}`;
  }
  if (kind !== "callExpr") return null;
  const called = (value as { function: string }).function;
  return /^\w+$/.test(called) && ENVIRONMENT.funcs.find(called) === undefined ? `there is no function "${called}"` : null;
}

const withVariables = (names: ReadonlySet<string>, { iterVar, iterVar2, accuVar }: Comprehension) =>
  new Set([...names, iterVar, iterVar2, accuVar]);
