import { listToolsByName } from "./tool-store";

export type ToolFacts = { readonly description: string; readonly argsSchema: unknown };

/** What a tool says of itself and of its arguments, without who may call it; null for one that nobody registered. */
export async function toolFacts(name: string): Promise<ToolFacts | null> {
  const [tool] = await listToolsByName([name]);
  return tool === undefined ? null : { description: tool.description, argsSchema: tool.argsSchema };
}
