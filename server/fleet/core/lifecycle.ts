export const AGENT_STATES = ["shadow", "draft", "live", "suspended", "retired"] as const;
export type AgentState = (typeof AGENT_STATES)[number];

export const LIFECYCLE_COMMANDS = ["draft", "go_live", "kill", "restore", "retire"] as const;
export type LifecycleCommand = (typeof LIFECYCLE_COMMANDS)[number];

/** `before` is the state that the kill interrupted. */
type Target = AgentState | "before";

/**
 * The life of an agent. A shadow was seen and not registered; registering makes it a draft or live. A kill suspends
 * from any working state, a shadow too, and a restore goes back to where the kill found it. Retired is for good.
 */
export const LIFECYCLE = {
  shadow: { draft: "draft", go_live: "live", kill: "suspended", retire: "retired" },
  draft: { go_live: "live", kill: "suspended", retire: "retired" },
  live: { kill: "suspended", retire: "retired" },
  suspended: { restore: "before", retire: "retired" },
  retired: {},
} as const satisfies Record<AgentState, Partial<Record<LifecycleCommand, Target>>>;

/** The state that `command` leads to, or null where it leads nowhere. */
export function nextState(from: AgentState, command: LifecycleCommand, before: AgentState | null): AgentState | null {
  const row: Partial<Record<LifecycleCommand, Target>> = LIFECYCLE[from];
  const target = row[command];
  if (target === undefined) return null;
  return target === "before" ? before : target;
}

/** Which commands lead somewhere from here. */
export const commandsFrom = (from: AgentState): readonly LifecycleCommand[] =>
  LIFECYCLE_COMMANDS.filter((command) => command in LIFECYCLE[from]);

/** The command that an edit of the state means, or null when no edit may set it (kill and restore are not edits). */
export function commandTowards(to: AgentState): LifecycleCommand | null {
  switch (to) {
    case "draft":
      return "draft";
    case "live":
      return "go_live";
    case "retired":
      return "retire";
    case "shadow":
    case "suspended":
      return null;
  }
}
