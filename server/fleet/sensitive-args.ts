import { listSensitiveTools, listToolsByName } from "./tool-store";

/**
 * JSON pointers of the arguments that these tools declare sensitive now, by the tool's name. A tool that was never
 * registered is left out; an archived one is not, since what it declared still stands.
 */
export async function sensitiveArgsOf(toolNames: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const tools = await listToolsByName([...new Set(toolNames)]);
  return new Map(tools.map((tool) => [tool.name, tool.sensitiveArgs]));
}

/** All tools that declare sensitive arguments now, by name, with the JSON pointers: for whoever keeps what agents send unasked. */
export async function allSensitiveArgs(): Promise<ReadonlyMap<string, readonly string[]>> {
  const tools = await listSensitiveTools();
  return new Map(tools.map((tool) => [tool.name, tool.sensitiveArgs]));
}
