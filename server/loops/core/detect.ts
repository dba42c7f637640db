/** How often one run may do the same within a while before it counts as a loop. */
export type LoopLimit = {
  readonly isOn: boolean;
  readonly windowMinutes: number;
  /** The very same call: one digest. */
  readonly sameCall: number;
  /** Calls of one tool, whatever their arguments. */
  readonly sameTool: number;
};

/** Until an organisation sets its own: far above what a healthy run does, far below what a loop burns in a night. */
export const DEFAULT_LIMIT: LoopLimit = { isOn: true, windowMinutes: 10, sameCall: 20, sameTool: 200 };

/** What the run asked before, within the window of its limit. */
export type Repeats = { readonly sameCall: number; readonly sameTool: number };

/**
 * What to tell an agent whose call is one too many within its run, or null. The call at hand is not among `repeats`:
 * with a limit of 20 the twenty-first is refused. What was refused counts as well, so a run that goes on asking stays refused.
 */
export function detectLoop(limit: LoopLimit, repeats: Repeats, tool: string): string | null {
  if (!limit.isOn) return null;
  const within = `within ${limit.windowMinutes} ${limit.windowMinutes === 1 ? "minute" : "minutes"}`;
  if (repeats.sameCall >= limit.sameCall) {
    return `This run made the very same call more than ${times(limit.sameCall)} ${within}: that is a loop. Change the call, or end the run.`;
  }
  if (repeats.sameTool >= limit.sameTool) {
    return `This run called ${tool} more than ${times(limit.sameTool)} ${within}: that is a loop. Do something else, or end the run.`;
  }
  return null;
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
