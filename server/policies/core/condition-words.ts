import { parse } from "@bufbuild/cel";

/** As the parser of CEL gives it: one case of a syntax tree, with what belongs to it. */
type Expr = { readonly exprKind: { readonly case?: string | undefined; readonly value?: unknown } };
type Select = { readonly operand?: Expr; readonly field: string; readonly testOnly: boolean };
type Call = { readonly function: string; readonly target?: Expr; readonly args: readonly Expr[] };

/** How tightly words bind, so that "and" within "or" and the other way round get brackets. */
type Words = { readonly text: string; readonly joint: "and" | "or" | null };

const COMPARISONS: Readonly<Record<string, string>> = {
  "_==_": "is",
  "_!=_": "is not",
  "_<_": "is less than",
  "_<=_": "is at most",
  "_>_": "is more than",
  "_>=_": "is at least",
  "@in": "is one of",
  startsWith: "begins with",
  endsWith: "ends with",
  contains: "contains",
  matches: "fits the pattern",
};

const NEGATED: Readonly<Record<string, string>> = {
  is: "is not",
  "is not": "is",
  "is less than": "is at least",
  "is at most": "is more than",
  "is more than": "is at most",
  "is at least": "is less than",
  "is one of": "is none of",
  "begins with": "does not begin with",
  "ends with": "does not end with",
  contains: "does not contain",
  "fits the pattern": "does not fit the pattern",
};

const JOINTS: Readonly<Record<string, "and" | "or">> = { "_&&_": "and", "_||_": "or" };
const OTHER = { and: "or", or: "and" } as const;

const WEEKDAYS = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What a condition says in plain words, or null where it says more than these words can. Never shown instead of the condition. */
export function conditionWords(source: string): string | null {
  try {
    const words = phrase(parse(source).expr, false);
    return words === null ? null : `${words.text.charAt(0).toUpperCase()}${words.text.slice(1)}.`;
  } catch {
    return null;
  }
}

const simple = (text: string): Words => ({ text, joint: null });

function phrase(expr: Expr, isNot: boolean): Words | null {
  const { case: kind, value } = expr.exprKind;
  if (kind === "selectExpr" && (value as Select).testOnly) return statedWords(value as Select, isNot);
  if (kind === "selectExpr") {
    const name = factName(expr);
    return name === null ? null : simple(`${name} is ${isNot ? "not true" : "true"}`);
  }
  return kind === "callExpr" ? callWords(value as Call, isNot) : null;
}

function statedWords({ operand, field }: Select, isNot: boolean): Words | null {
  const name = operand === undefined ? null : factName(operand);
  return name === null ? null : simple(`${name}.${field} is ${isNot ? "not stated" : "stated"}`);
}

const operandsOf = (call: Call): readonly Expr[] => (call.target === undefined ? call.args : [call.target, ...call.args]);

function callWords(call: Call, isNot: boolean): Words | null {
  const [left, right] = operandsOf(call);
  if (left === undefined) return null;
  if (call.function === "!_") return phrase(left, !isNot);
  if (right === undefined) return null;
  const joint = JOINTS[call.function];
  if (joint !== undefined) return joined(phrase(left, isNot), isNot ? OTHER[joint] : joint, phrase(right, isNot));
  return comparisonWords(call.function, left, right, isNot);
}

function comparisonWords(name: string, left: Expr, right: Expr, isNot: boolean): Words | null {
  const verb = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  const subject = factName(left);
  const object = subject === null ? null : operandWords(right, subject);
  return verb === undefined || object === null ? null : simple(`${subject} ${isNot ? NEGATED[verb] : verb} ${object}`);
}

function joined(left: Words | null, joint: "and" | "or", right: Words | null): Words | null {
  if (left === null || right === null) return null;
  const part = (words: Words) => (words.joint === null || words.joint === joint ? words.text : `(${words.text})`);
  return { text: `${part(left)} ${joint} ${part(right)}`, joint };
}

/** The name of a fact: "args.percent". */
function factName({ exprKind: { case: kind, value } }: Expr): string | null {
  if (kind === "identExpr") return (value as { name: string }).name;
  if (kind !== "selectExpr") return null;
  const { operand, field, testOnly } = value as Select;
  const of = operand === undefined || testOnly ? null : factName(operand);
  return of === null ? null : `${of}.${field}`;
}

function operandWords(expr: Expr, subject: string): string | null {
  const { case: kind, value } = expr.exprKind;
  if (kind === "listExpr") {
    const parts = (value as { elements: readonly Expr[] }).elements.map((element) => operandWords(element, subject));
    return parts.includes(null) ? null : parts.join(", ");
  }
  return kind === "constExpr" ? constantWords(value, subject) : factName(expr);
}

function constantWords(value: unknown, subject: string): string | null {
  const { case: type, value: constant } = (value as { constantKind: { case?: string; value?: unknown } }).constantKind;
  if (type === "stringValue") return `“${String(constant)}”`;
  if (type === "boolValue") return constant === true ? "yes" : "no";
  if (type === "int64Value" && subject === "time.weekday") return WEEKDAYS[Number(constant)] ?? String(constant);
  return type === "int64Value" || type === "doubleValue" || type === "uint64Value" ? Number(constant).toLocaleString("en-US") : null;
}
