import { Time } from "@/components/ui/time";
import type { AgentState } from "@/server/fleet/core/lifecycle";
import type { AgentStateChange, AgentView } from "@/server/fleet/schema";
import { AgentStateMark } from "./agent-state";
import { PageSection } from "./page-section";

const ARRIVED = {
  shadow: "was seen by the gate for the first time",
  draft: "registered it as a draft",
  live: "made it live",
  suspended: "killed it",
  retired: "retired it",
} as const satisfies Record<AgentState, string>;

function did({ from, to }: AgentStateChange): string {
  if (from === "suspended" && to !== "retired") return "restored it";
  if (from === null && to === "live") return "registered it, live";
  return ARRIVED[to];
}

/** The life of the agent, newest step first, with who took each step and why. */
export function AgentHistory({ history }: Pick<AgentView, "history">) {
  return (
    <PageSection title="Life">
      <ol className="px-4 md:px-6">
        {history.map((change) => (
          <li key={change.revision} className="grid gap-x-4 py-1.5 md:grid-cols-[150px_110px_minmax(0,1fr)]">
            <span className="text-ink-2">
              <Time at={change.at} />
            </span>
            <AgentStateMark state={change.to} />
            <span className="min-w-0 wrap-anywhere">
              {change.to === "shadow" && change.from === null ? "It " : `${change.by} `}
              {did(change)}
              {change.reason && <span className="text-ink-2">: {change.reason}</span>}
            </span>
          </li>
        ))}
      </ol>
    </PageSection>
  );
}
