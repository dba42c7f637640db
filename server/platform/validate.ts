import type { z } from "zod";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { fieldPath } from "@/server/kernel/strict-json";

/** The value as the schema has it, or a refusal that names every field at fault. */
export function validate<S extends z.ZodType>(schema: S, value: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const errors = parsed.error.issues.slice(0, 50).map((issue) => ({ path: fieldPath(issue.path), message: issue.message }));
  return refuse("invalid_request", `The request is not valid: ${errors[0]?.path || "the body"} ${errors[0]?.message ?? ""}.`, { errors });
}
