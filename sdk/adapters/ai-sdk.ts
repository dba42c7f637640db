import type { Tool, ToolExecutionOptions } from "ai";
import type { GuardOptions } from "../guard.js";
import type { Permission } from "../obligations.js";
import type { Reeve } from "../reeve.js";
import type { Args } from "../wire.js";

// biome-ignore lint/suspicious/noExplicitAny: a tool of any input and output is wrapped; the types of each are kept by `T`
type AnyTool = Tool<any, any, any>;

/** What the guard is told of a tool. `name` is its name in Reeve, where the model knows it by another. */
export type ReeveToolOptions = GuardOptions<Args, unknown> & { readonly name?: string };

/**
 * The same tool, asking Reeve before each execution. The model sees the tool as it was; a refusal reaches it as the
 * tool's error, in words that name the cause. Streamed results arrive as the last one: nothing is shown before the end.
 */
export function reeveTool<T extends AnyTool>(reeve: Reeve, name: string, tool: T, options: GuardOptions<Args, unknown> = {}): T {
  const original: AnyTool["execute"] = tool.execute;
  // Without an execute the tool runs elsewhere, where this guard would guard nothing.
  if (original === undefined) throw new TypeError(`The tool ${name} has no execute function, so it cannot be guarded here.`);
  const execute = (input: Args, execution: ToolExecutionOptions<unknown>) => {
    // What approvers asked in return stands beside what the framework hands over.
    const run = async (args: Args, permission: Permission) => lastOf(await original(args, Object.assign({ ...execution }, { permission })));
    const signal = execution.abortSignal;
    return reeve.guard(name, run, options)(input, signal && { signal });
  };
  return { ...tool, execute } as T;
}

/** Guards a whole set of tools; every one of them, so that none is forgotten. */
export function guardTools<T extends Record<string, AnyTool>>(
  reeve: Reeve,
  tools: T,
  options: { readonly [K in keyof T]?: ReeveToolOptions } = {},
): T {
  const guarded = Object.entries(tools).map(([key, tool]) => {
    const { name = key, ...guardOptions }: ReeveToolOptions = options[key] ?? {};
    return [key, reeveTool(reeve, name, tool, guardOptions)];
  });
  return Object.fromEntries(guarded) as T;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

async function lastOf(result: unknown): Promise<unknown> {
  if (!isStream(result)) return result;
  let last: unknown;
  for await (const part of result) last = part;
  return last;
}
