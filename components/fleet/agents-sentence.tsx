import { formatCount } from "@/components/ui/format-count";
import type { AgentCounts } from "@/server/fleet/schema";

/** One sentence of state: how many work, and what needs a look. */
export function AgentsSentence({ states }: { readonly states: AgentCounts["states"] }) {
  const all = Object.values(states).reduce((sum, count) => sum + count, 0);
  if (all === 0) return "No agent is known yet.";
  return (
    <>
      {formatCount(states.live)} of {formatCount(all)} {all === 1 ? "agent is" : "agents are"} live
      {states.draft > 0 && `, ${formatCount(states.draft)} in draft`}
      {states.retired > 0 && `, ${formatCount(states.retired)} retired`}.
      {states.suspended > 0 && <span className="text-danger"> {formatCount(states.suspended)} suspended.</span>}
      {states.shadow > 0 && (
        <span className="text-warn">
          {" "}
          {formatCount(states.shadow)} {states.shadow === 1 ? "shadow agent waits" : "shadow agents wait"} to be registered.
        </span>
      )}
    </>
  );
}
