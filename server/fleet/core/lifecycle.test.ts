import { describe, expect, test } from "vitest";
import {
  AGENT_STATES,
  type AgentState,
  commandsFrom,
  commandTowards,
  LIFECYCLE_COMMANDS,
  type LifecycleCommand,
  nextState,
} from "./lifecycle";

// Every pair, written out by hand: "-" leads nowhere.
const EXPECTED: Record<AgentState, Record<LifecycleCommand, AgentState | "-">> = {
  shadow: { draft: "draft", go_live: "live", kill: "suspended", restore: "-", retire: "retired" },
  draft: { draft: "-", go_live: "live", kill: "suspended", restore: "-", retire: "retired" },
  live: { draft: "-", go_live: "-", kill: "suspended", restore: "-", retire: "retired" },
  suspended: { draft: "-", go_live: "-", kill: "-", restore: "live", retire: "retired" },
  retired: { draft: "-", go_live: "-", kill: "-", restore: "-", retire: "-" },
};
const PAIRS = AGENT_STATES.flatMap((from) => LIFECYCLE_COMMANDS.map((command) => [from, command] as const));

describe("the life of an agent", () => {
  test.each(PAIRS)("%s, %s", (from, command) => {
    const expected = EXPECTED[from][command];
    expect(nextState(from, command, "live")).toBe(expected === "-" ? null : expected);
    expect(commandsFrom(from).includes(command)).toBe(expected !== "-");
  });

  test.each(["shadow", "draft", "live"] as const)("a restore leads back to where the kill found it: %s", (before) => {
    expect(nextState("suspended", "restore", before)).toBe(before);
  });

  test("nothing but a restore leads out of suspended, except for good", () => {
    expect(commandsFrom("suspended")).toEqual(["restore", "retire"]);
  });

  test("no edit of the state can kill or restore", () => {
    expect(AGENT_STATES.map(commandTowards)).toEqual([null, "draft", "go_live", null, "retire"]);
  });
});
