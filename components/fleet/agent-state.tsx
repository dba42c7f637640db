import clsx from "clsx";
import { Archive, Ban, Circle, CircleDashed, CircleDot } from "lucide-react";
import type { AgentState } from "@/server/fleet/core/lifecycle";

const STATES = {
  shadow: { word: "Shadow", Icon: CircleDashed, tone: "text-warn" },
  draft: { word: "Draft", Icon: Circle, tone: "text-ink-2" },
  live: { word: "Live", Icon: CircleDot, tone: "text-ok" },
  suspended: { word: "Suspended", Icon: Ban, tone: "text-danger" },
  retired: { word: "Retired", Icon: Archive, tone: "text-ink-3" },
} as const satisfies Record<AgentState, object>;

export const stateWord = (state: AgentState): string => STATES[state].word;

/** Where an agent stands in its life: a mark and a word. */
export function AgentStateMark({ state }: { readonly state: AgentState }) {
  const { word, Icon, tone } = STATES[state];
  return (
    <span className={clsx("inline-flex items-center gap-1.5 align-bottom whitespace-nowrap", tone)}>
      <Icon aria-hidden className="size-3.5" />
      {word}
    </span>
  );
}
