import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import type { FieldError } from "@/server/kernel/result";
import type { GateTool, JsonSchema } from "./schema";

const MAX_SCHEMA_BYTES = 64 * 1024;
const MAX_COMPILED = 500;
const compiled = new Map<string, ValidateFunction>();

const OPTIONS = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
const checker = new Ajv2020(OPTIONS);
/** One for each schema, since two of them may have the same `$id`; that it is a schema at all `checker` has seen. */
const newAjv = () => new Ajv2020({ ...OPTIONS, validateSchema: false });

type Params = { readonly missingProperty?: string; readonly additionalProperty?: string; readonly allowedValues?: readonly unknown[] };

function toFieldError(error: ErrorObject, under: string): FieldError {
  const { missingProperty, additionalProperty, allowedValues } = error.params as Params;
  const path = `${under}${error.instancePath}${missingProperty === undefined ? "" : `/${missingProperty}`}`;
  if (additionalProperty !== undefined) return { path, message: `has no argument "${additionalProperty}"` };
  if (allowedValues !== undefined) return { path, message: `must be one of ${allowedValues.join(", ")}` };
  return { path, message: error.message ?? "is not valid" };
}

// That none of several fits is said last: what each of them asks for helps more.
const toFieldErrors = (errors: readonly ErrorObject[], under: string): FieldError[] =>
  [...errors].sort((a, b) => Number(a.keyword === "anyOf") - Number(b.keyword === "anyOf")).map((error) => toFieldError(error, under));

/** What is wrong with a JSON Schema (2020-12), with the path to each fault; empty when it can be used. */
export function schemaFaults(schema: JsonSchema): FieldError[] {
  if (JSON.stringify(schema).length > MAX_SCHEMA_BYTES) return [{ path: "argsSchema", message: "Keep the schema under 64 KiB." }];
  if (!checker.validateSchema(schema)) {
    const errors = toFieldErrors(checker.errors ?? [], "argsSchema");
    return errors.length > 0 ? errors.slice(0, 10) : [{ path: "argsSchema", message: "This is no JSON Schema." }];
  }
  try {
    newAjv().compile(schema);
    return [];
  } catch (error) {
    // Ajv tells only by throwing that a $ref leads nowhere or a pattern is no regular expression.
    return [{ path: "argsSchema", message: error instanceof Error ? error.message : "This schema cannot be used." }];
  }
}

// Places in a request are named as everywhere in the machine API; only places in a schema are JSON pointers.
const dotted = ({ path, message }: FieldError): FieldError => ({ path: path.replaceAll("/", "."), message });

/** What is wrong with the arguments of a call, by the tool's schema; empty when all is well or no schema is known. */
export function checkArgs(tool: Pick<GateTool, "id" | "revision" | "argsSchema">, args: unknown): FieldError[] {
  if (tool.argsSchema === null) return [];
  const key = `${tool.id}@${tool.revision}`;
  const validate = compiled.get(key) ?? newAjv().compile(tool.argsSchema);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, validate);
  return validate(args)
    ? []
    : toFieldErrors(validate.errors ?? [], "args")
        .slice(0, 20)
        .map(dotted);
}
