import type { DelegationRow } from "@/server/approvals/delegation-schema";
import { listWords } from "@/server/kernel/list-words";

/** "Every agent and tool", "Agents sales-agent and data-agent", "Tool crm.refund of agent sales-agent". */
export function scopeWords({ agents, tools }: Pick<DelegationRow, "agents" | "tools">): string {
  const named = (noun: string, names: readonly string[]) => `${noun}${names.length > 1 ? "s" : ""} ${listWords(names, "and")}`;
  if (agents.length === 0 && tools.length === 0) return "Every agent and tool";
  if (tools.length === 0) return named("Agent", agents);
  return agents.length === 0 ? named("Tool", tools) : `${named("Tool", tools)} of ${named("agent", agents)}`;
}

const DAY = { day: "numeric", month: "short" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** "17:00" of today, "27 Nov, 17:00" of another day, on the clocks of a zone; without one, of the reader's. */
export function untilWords(at: string, nowMs: number, timeZone?: string): string {
  const words = (ms: number, fields: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { ...fields, timeZone }).format(ms);
  const atMs = Date.parse(at);
  const clock = words(atMs, CLOCK);
  return words(atMs, DAY) === words(nowMs, DAY) ? clock : `${words(atMs, DAY)}, ${clock}`;
}

/** "For you and for Ana Ruiz until 17:00": in whose place the reader decides now; null when in nobody's. */
export function standingInWords(rows: readonly DelegationRow[], nowMs: number, timeZone?: string): string | null {
  const running = rows.filter(({ isToMe, isRunning, endsAt }) => isToMe && isRunning && Date.parse(endsAt) > nowMs);
  if (running.length === 0) return null;
  const parts = running.map(({ from, endsAt, agents, tools }) => {
    const part = agents.length + tools.length > 0 ? ", in part," : "";
    return `for ${from.name}${part} until ${untilWords(endsAt, nowMs, timeZone)}`;
  });
  return `${listWords(["For you", ...parts], "and")}.`;
}

/** What the reader's own absence comes to at the moment, in a sentence. */
export function absenceSentence(rows: readonly DelegationRow[], nowMs: number, timeZone?: string): string {
  const away = rows.filter(({ isFromMe, isRunning }) => isFromMe && isRunning);
  const forOthers = rows.filter(({ isToMe, isRunning }) => isToMe && isRunning);
  const sentences = [
    ...away.map(({ to, endsAt }) => `${to.name} decides for you until ${untilWords(endsAt, nowMs, timeZone)}.`),
    ...forOthers.map(({ from, endsAt }) => `You decide for ${from.name} until ${untilWords(endsAt, nowMs, timeZone)}.`),
  ];
  return sentences.join(" ") || "Nobody decides in your place, and you decide in nobody's.";
}
