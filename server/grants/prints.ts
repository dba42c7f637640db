import canonicalize from "canonicalize";
import type { GateAgent, GateTool } from "@/server/fleet/schema";
import { sha256Hex } from "@/server/platform/digest";

/** What of an agent and a tool a grant rests on: as long as both are the same, so is what was agreed to. */
export type Prints = { readonly agentPrint: string; readonly toolPrint: string };

type Registry = { readonly agent: GateAgent | null; readonly tool: GateTool | null; readonly isGranted: boolean };

/**
 * The prints of what is registered, or null where nobody registered the agent or the tool. The tool's name, version,
 * effect and arguments count, a better description does not; of the agent where it runs, its risk, and the tool's grant.
 */
export function printsOf({ agent, tool, isGranted }: Registry): Prints | null {
  if (agent === null || agent.state === "shadow" || tool === null) return null;
  const definition = canonicalize([tool.id, tool.version, tool.sideEffect, tool.argsSchema]) ?? "";
  return {
    agentPrint: `${agent.id}/${agent.riskTier}/${agent.environment}/${isGranted ? "may" : "may not"}`,
    toolPrint: sha256Hex(definition),
  };
}
