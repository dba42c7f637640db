import type { OpenApiDocument } from "@/server/platform/openapi";

type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly maxLength?: number;
  readonly maximum?: number;
};

export type Field = { readonly path: string; readonly kind: string; readonly isRequired: boolean; readonly note: string };
export type DocumentedOperation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Field[];
  readonly body: readonly Field[];
  readonly answer: readonly Field[];
  readonly problems: readonly { readonly status: string; readonly text: string }[];
};

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type RawOperation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
};

/** The kind of a value in a word or two: `string or null`, `array of object`, `allow | deny | pending`. */
export function kindOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(kindOf))].join(" or ");
  if (schema.type === "array") return `array of ${schema.items ? kindOf(schema.items) : "anything"}`;
  return typeof schema.type === "string" ? schema.type : (schema.type?.join(" or ") ?? "anything");
}

const limitOf = ({ maxLength, maximum, default: preset }: Schema): string =>
  [
    preset === undefined ? "" : `Default ${JSON.stringify(preset)}.`,
    maxLength === undefined ? "" : `At most ${maxLength} characters.`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? "" : `At most ${maximum}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");

const noteOf = (schema: Schema): string =>
  [schema.description && `${schema.description.replace(/\.$/, "")}.`, limitOf(schema)].filter(Boolean).join(" ");

/** The parts of a schema that have fields of their own: itself, what an array holds, what a nullable one may be. */
const within = (schema: Schema): readonly Schema[] => [schema, ...(schema.items ? [schema.items] : []), ...(schema.anyOf ?? [])];

/** Every field of an object schema, inner ones by their path. */
export function fieldsOf(schema: Schema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    const field = { path, kind: kindOf(inner), isRequired: schema.required?.includes(name) ?? false, note: noteOf(inner) };
    return [field, ...within(inner).flatMap((part) => fieldsOf(part, `${path}${inner.type === "array" ? "[]" : ""}.`))];
  });
}

const jsonOf = (content: Content | undefined): Field[] => {
  const schema = content?.["application/json"]?.schema;
  return schema ? fieldsOf(schema) : [];
};

/** The operations of the document in its order, ready to be drawn. */
export function prepareOperations(document: OpenApiDocument): readonly DocumentedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, RawOperation>>).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      tag: operation.tags[0] ?? "",
      summary: operation.summary,
      description: operation.description,
      parameters: operation.parameters.map((parameter) => ({
        path: parameter.name,
        kind: `${kindOf(parameter.schema)} in ${parameter.in}`,
        isRequired: parameter.required,
        note: noteOf(parameter.schema),
      })),
      body: jsonOf(operation.requestBody?.content),
      answer: jsonOf(operation.responses["200"]?.content),
      problems: Object.entries(operation.responses)
        .filter(([status]) => status !== "200")
        .map(([status, response]) => ({ status, text: response.description.replaceAll("`", "") })),
    })),
  );
}
