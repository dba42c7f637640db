import type { ActSeen } from "@/server/approvals/escalation-schema";
import type { After, Chain, Final, Target } from "@/server/escalation/core/chain";

type Names = { readonly [id: string]: string };

/** "45 minutes", "2 hours", "3 days": whole units where they fit. */
export function minutesWords(minutes: number): string {
  const [unit, one] = minutes % 1_440 === 0 ? ["day", 1_440] : minutes % 60 === 0 ? ["hour", 60] : ["minute", 1];
  const count = minutes / (one as number);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

export const afterWords = (after: After): string =>
  "minutes" in after ? `after ${minutesWords(after.minutes)}` : `at ${after.percentOfSla} % of the time to decide`;

const ROLES = { stage: "everyone who is asked", owner: "the agent's owner", ownerManager: "the owner's manager" } as const;

export function targetWords(target: Target, names: Names): string {
  if (!("id" in target)) return ROLES[target.kind];
  const name = names[target.id] ?? "someone who is gone";
  return target.kind === "onCall" ? `whoever is on call by ${name}` : target.kind === "group" ? `group ${name}` : name;
}

export function finalWords(final: Final, names: Names): string {
  if (final.kind === "expire") return "the request ends, refused";
  if (final.kind === "reassign") return `group ${names[final.groupId] ?? "that is gone"} may decide too`;
  return `whoever is on call by ${names[final.onCallId] ?? "a schedule that is gone"} is paged`;
}

/** A chain in one sentence. */
export function chainWords({ steps, loops, final }: Chain, names: Names): string {
  const whom = (targets: readonly Target[]) =>
    targets.length === 0 ? "nobody yet" : targets.map((target) => targetWords(target, names)).join(", ");
  const said = steps.map(({ after, targets }) => `${afterWords(after)}, tell ${whom(targets)}`);
  const again = loops === 0 ? "" : ` All of it ${loops === 1 ? "once" : `${loops} times`} more.`;
  const text = said.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${again} Then ${finalWords(final, names)}.`;
}

/** What an act of the clock does, in words; who is told stands beside it. */
export function actWords({ kind, step, loop }: Pick<ActSeen, "kind" | "step" | "loop">): string {
  if (kind === "asked") return "Asked";
  if (kind === "expire") return "Ends, refused";
  if (kind === "reassign") return "May decide too";
  if (kind === "page") return "Paged";
  return loop === 0 ? `Step ${step}` : `Step ${step}, again`;
}
