import { formatCount } from "@/components/ui/format-count";
import type { ShownLimit } from "@/server/loops/schema";

type Caught = { readonly caught: readonly { readonly agentName: string; readonly refused: number }[]; readonly caughtDays: number };

/** "3 runs of 2 agents were refused for a loop in the last 30 days." */
export function caughtWords({ caught, caughtDays }: Caught): string {
  if (caught.length === 0) return `No run was refused for a loop in the last ${caughtDays} days.`;
  const agents = new Set(caught.map(({ agentName }) => agentName)).size;
  const runs = caught.length === 1 ? "1 run" : `${formatCount(caught.length)} runs`;
  return `${runs} of ${agents === 1 ? "1 agent" : `${formatCount(agents)} agents`} ${caught.length === 1 ? "was" : "were"} refused for a loop in the last ${caughtDays} days.`;
}

/** "20 of the same call, 200 of one tool, within 10 minutes". */
export function limitWords({ isOn, sameCall, sameTool, windowMinutes }: Omit<ShownLimit, "agent" | "revision" | "isDefault">): string {
  if (!isOn) return "Loops are not looked for.";
  const within = windowMinutes === 1 ? "1 minute" : `${formatCount(windowMinutes)} minutes`;
  return `${formatCount(sameCall)} of the same call, ${formatCount(sameTool)} of one tool, within ${within}`;
}
