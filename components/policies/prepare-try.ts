import type { TryInput } from "@/server/policies/schema";

/** The form as typed. */
export type TryFields = { readonly agent: string; readonly tool: string; readonly args: string; readonly amount: string };

export type CheckedTry = { readonly input: TryInput | null; readonly errors: Partial<Record<keyof TryFields, string>> };

/** The call that the form means, or what is wrong with each field. */
export function checkTry(fields: TryFields): CheckedTry {
  const errors: Partial<Record<keyof TryFields, string>> = {};
  const [agent, tool] = [fields.agent.trim(), fields.tool.trim()];
  if (agent === "") errors.agent = "Name an agent.";
  if (tool === "") errors.tool = "Name a tool.";
  const args = parseArgs(fields.args.trim());
  if (args === null) errors.args = 'Write a JSON object, e.g. { "percent": 50 }.';
  const amountUsd = fields.amount.trim() === "" ? null : Number(fields.amount.replaceAll(/[,\s$]/g, ""));
  if (amountUsd !== null && !(amountUsd >= 0 && amountUsd <= 1e12)) errors.amount = "Write an amount of dollars, 0 or more.";
  return { input: args === null || Object.keys(errors).length > 0 ? null : { agent, tool, args, amountUsd }, errors };
}

function parseArgs(text: string): Record<string, unknown> | null {
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
