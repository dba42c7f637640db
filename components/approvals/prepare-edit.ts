import type { Json } from "@/server/approvals/schema";
import { visibleText } from "./prepare-args";

/** How one argument is filled in. Anything that a form cannot show is typed as JSON. */
export type FieldKind = "text" | "number" | "integer" | "boolean" | "choice" | "list" | "group" | "json";
export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** The values of a choice. */
  readonly choices: readonly Json[];
  /** What the items of a list are. */
  readonly itemKind: "text" | "number" | "integer";
  /** The fields of a group. */
  readonly fields: readonly FormField[];
};

type Schema = { readonly [key: string]: Json };
const MAX_DEPTH = 4;

export const isRecord = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

const SCALARS: Readonly<Record<string, FieldKind>> = { string: "text", number: "number", integer: "integer", boolean: "boolean" };

function kindOf(schema: Schema, depth: number): FieldKind {
  if (Array.isArray(schema.enum) && schema.enum.every((value) => typeof value !== "object")) return "choice";
  if (typeof schema.type !== "string") return "json";
  if (schema.type === "array") return isRecord(schema.items) && itemKindOf(schema) !== null ? "list" : "json";
  if (schema.type === "object") return isRecord(schema.properties) && depth < MAX_DEPTH ? "group" : "json";
  return SCALARS[schema.type] ?? "json";
}

function itemKindOf({ items }: Schema): FormField["itemKind"] | null {
  const kind = isRecord(items) && typeof items.type === "string" && items.enum === undefined ? SCALARS[items.type] : undefined;
  return kind === "text" || kind === "number" || kind === "integer" ? kind : null;
}

/** Whether a field of this kind can show a value; one that cannot shows it as JSON, so that nothing is lost. */
function canShow(field: FormField, value: Json | undefined): boolean {
  if (value === undefined) return true;
  switch (field.kind) {
    case "text":
      return typeof value === "string";
    case "number":
    case "integer":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return field.choices.includes(value);
    case "list":
      return Array.isArray(value) && value.every((item) => typeof item === (field.itemKind === "text" ? "string" : "number"));
    case "group":
      return isRecord(value);
    default:
      return true;
  }
}

/** The fields for arguments: those that the schema knows, in its order, then whatever else is there. */
export function fieldsOf(schema: unknown, args: Json, depth = 0): readonly FormField[] {
  const values = isRecord(args) ? args : {};
  const properties = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
  const required = isRecord(schema) && Array.isArray(schema.required) ? schema.required : [];
  const names = [...new Set([...Object.keys(properties), ...Object.keys(values)])];
  return names.map((name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return fieldOf({ name, isRequired: required.includes(name) }, isRecord(own) ? own : guessed(value), value, depth);
  });
}

function fieldOf(named: Pick<FormField, "name" | "isRequired">, schema: Schema, value: Json | undefined, depth: number): FormField {
  const kind = kindOf(schema, depth);
  const field: FormField = {
    ...named,
    label: visibleText(textOf(schema.title) ?? named.name),
    hint: textOf(schema.description),
    kind,
    choices: Array.isArray(schema.enum) ? schema.enum : [],
    itemKind: itemKindOf(schema) ?? "text",
    fields: kind === "group" ? fieldsOf(schema, value ?? {}, depth + 1) : [],
  };
  return canShow(field, value) ? field : { ...field, kind: "json" };
}

/** What stands in for a schema that nobody wrote. */
function guessed(value: Json | undefined): Schema {
  if (isRecord(value)) return { type: "object", properties: {} };
  return typeof value === "object" || value === undefined ? {} : { type: typeof value };
}

/** Arguments with one of them at the top set, or taken away. The order of the others stays. */
export function withValue(args: Json, name: string, value: Json | undefined): Json {
  const values = isRecord(args) ? args : {};
  if (value !== undefined) return { ...values, [name]: value };
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));
}

/** A number as typed; null for what is none. */
export function numberOf(text: string, kind: "number" | "integer"): number | null {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) || (kind === "integer" && !Number.isInteger(value)) ? null : value;
}

/** A JSON pointer as people read it. */
export const pointerWords = (pointer: string): string =>
  visibleText(
    pointer
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
      .join("."),
  ) || "everything";
