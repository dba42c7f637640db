import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import type { FieldError } from "@/server/kernel/result";
import type { GateTool, JsonSchema } from "./schema";

const MAX_SCHEMA_BYTES = 64 * 1024;
const MAX_COMPILED = 500;
const compiled = new Map<string, ValidateFunction>();

const newAjv = () => new Ajv2020({ strict: false, allErrors: true, validateFormats: false, logger: false });
const checker = newAjv();

const toFieldError = (error: ErrorObject, under: string): FieldError => {
  const { missingProperty, additionalProperty } = error.params as { missingProperty?: string; additionalProperty?: string };
  const named = additionalProperty === undefined ? (error.message ?? "is not valid") : `has no argument "${additionalProperty}"`;
  return { path: `${under}${error.instancePath}${missingProperty === undefined ? "" : `/${missingProperty}`}`, message: named };
};

/** What is wrong with a JSON Schema (2020-12), with the path to each fault; empty when it can be used. */
export function schemaFaults(schema: JsonSchema): FieldError[] {
  if (JSON.stringify(schema).length > MAX_SCHEMA_BYTES) return [{ path: "argsSchema", message: "Keep the schema under 64 KiB." }];
  if (!checker.validateSchema(schema)) {
    const errors = (checker.errors ?? []).map((error) => toFieldError(error, "argsSchema"));
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

/** What is wrong with the arguments of a call, by the tool's schema; empty when all is well or no schema is known. */
export function checkArgs(tool: Pick<GateTool, "id" | "revision" | "argsSchema">, args: unknown): FieldError[] {
  if (tool.argsSchema === null) return [];
  const key = `${tool.id}@${tool.revision}`;
  const validate = compiled.get(key) ?? newAjv().compile(tool.argsSchema);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, validate);
  return validate(args) ? [] : (validate.errors ?? []).slice(0, 20).map((error) => toFieldError(error, "args"));
}
