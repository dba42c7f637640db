import { cleanLine } from "@/server/kernel/untrusted";

const PLACEHOLDER = /\{([^{}]*)\}/g;
const MAX_VALUE = 80;
const MAX_LINE = 200;

type CallableTool = { readonly name: string; readonly summary: string | null; readonly sensitiveArgs: readonly string[] };

/** Names of the arguments that a template asks for, in order of appearance. */
export const placeholdersOf = (template: string): readonly string[] => [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");

/**
 * What is wrong with a template, in words, or null. Placeholders are names of top-level arguments (which must be in
 * the schema where the schema lists its properties), and never of sensitive ones, since everyone reads summaries.
 */
export function templateFault(template: string, argsSchema: unknown, sensitiveArgs: readonly string[]): string | null {
  if (/[{}]/.test(template.replace(PLACEHOLDER, ""))) return "Every { needs its }, with an argument's name between them.";
  const known = propertiesOf(argsSchema);
  for (const name of placeholdersOf(template)) {
    if (name.trim() === "" || name !== name.trim()) return "Write the argument's name between { and }, without spaces.";
    if (known !== null && !known.includes(name))
      return `There is no argument "${name}" at the top of the schema. It has: ${known.join(", ") || "none"}.`;
    if (isSensitive(name, sensitiveArgs)) return `"${name}" is sensitive: a summary would show it to everyone.`;
  }
  return null;
}

/**
 * One line in plain words for what a call does: the tool's template filled with its scalar arguments, cleaned of
 * what cannot be seen and cut; where that is not possible, "crm.apply_discount on crm:account/acme".
 */
export function describeCall(tool: CallableTool, args: unknown, resource: string | null): string {
  const filled = tool.summary === null ? null : fill(tool.summary, args, tool.sensitiveArgs);
  if (filled !== null && filled !== "") return filled;
  const name = cleanLine(tool.name, 128);
  const on = resource === null ? "" : cleanLine(resource, 120);
  return on === "" ? name : `${name} on ${on}`;
}

function fill(template: string, args: unknown, sensitiveArgs: readonly string[]): string | null {
  let isWhole = true;
  // One pass, so that a value with braces in it cannot ask for another argument.
  const line = template.replace(PLACEHOLDER, (_, name: string) => {
    const text = isSensitive(name, sensitiveArgs) ? null : scalarText(name, ownValue(args, name));
    if (text === null || text === "") isWhole = false;
    return text ?? "";
  });
  return isWhole ? cleanLine(line, MAX_LINE) : null;
}

function ownValue(args: unknown, name: string): unknown {
  if (typeof args !== "object" || args === null || Array.isArray(args) || !Object.hasOwn(args, name)) return undefined;
  return (args as Record<string, unknown>)[name];
}

function scalarText(name: string, value: unknown): string | null {
  switch (typeof value) {
    case "string":
      return /MicroUsd$/.test(name) && /^-?\d{1,30}$/.test(value) ? microUsdText(BigInt(value)) : cleanLine(value, MAX_VALUE);
    case "number":
      return numberText(name, value);
    case "boolean":
      return value ? "yes" : "no";
    default:
      return null;
  }
}

function numberText(name: string, value: number): string {
  if (/MicroUsd$/.test(name) && Number.isSafeInteger(value)) return microUsdText(BigInt(value));
  const text = String(value);
  // Names that mean a label, not an amount, keep their digits together.
  const isLabel = /(^|_|[a-z])(id|year|number|no|port|code|zip)$/i.test(name);
  return isLabel ? text : grouped(text);
}

function microUsdText(microUsd: bigint): string {
  const digits = (microUsd < 0n ? -microUsd : microUsd).toString().padStart(7, "0");
  const cents = digits.slice(-6).replace(/0+$/, "");
  const dollars = digits.slice(0, -6).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${microUsd < 0n ? "-" : ""}$${dollars}${cents === "" ? "" : `.${cents.padEnd(2, "0")}`}`;
}

/** Thousands apart from five digits on; four digits and exponents stay as they are. */
function grouped(text: string): string {
  const match = /^(-?)(\d{5,})(\.\d+)?$/.exec(text);
  return match === null ? text : `${match[1]}${match[2]?.replace(/\B(?=(\d{3})+$)/g, ",")}${match[3] ?? ""}`;
}

function isSensitive(name: string, sensitiveArgs: readonly string[]): boolean {
  const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return sensitiveArgs.some((sensitive) => sensitive === pointer || sensitive.startsWith(`${pointer}/`));
}

function propertiesOf(argsSchema: unknown): readonly string[] | null {
  if (typeof argsSchema !== "object" || argsSchema === null) return null;
  const { properties } = argsSchema as { properties?: unknown };
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : null;
}
