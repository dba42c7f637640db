import { formatMicroUsd } from "@/components/ui/format-money";
import type { Became } from "@/server/approvals/core/precedent";
import type { PastRequest, Precedent } from "@/server/approvals/precedent-schema";
import { listWords } from "@/server/kernel/list-words";
import type { Words } from "./prepare-card";

const count = (figure: number) => figure.toLocaleString("en-GB");
const total = ({ counts: { approved, rejected, expired, withdrawn } }: Precedent) => approved + rejected + expired + withdrawn;

/** How one amount compares to the highest that was approved. */
function comparison(amount: string, atMost: string): Words {
  const [now, highest] = [Number(amount), Number(atMost)];
  if (highest === 0) return now === 0 ? { text: "So is this." } : { text: "This is more.", isStrong: true };
  const ratio = now / highest;
  if (ratio >= 1.95) {
    const times = ratio < 9.95 && Math.abs(ratio - Math.round(ratio)) >= 0.05 ? ratio.toFixed(1) : count(Math.round(ratio));
    return { text: `This is ${times} times that.`, isStrong: true };
  }
  if (ratio > 1) return { text: `This is ${Math.max(1, Math.round((ratio - 1) * 100))} % more.`, isStrong: true };
  return {
    text:
      ratio === 1 ? "This is as much." : ratio < 0.01 ? "This is less than 1 % of that." : `This is ${Math.floor(ratio * 100)} % of that.`,
  };
}

/** What was decided before, and how this compares: "26 in 90 days, at most $128,000. This is 9 times that." Unknown amounts stay unknown. */
export function precedentWords(precedent: Precedent, agentName: string, toolName: string): Words[] {
  const { of, days, counts, approvedAtMost, approvedUnstated, amountMicroUsd } = precedent;
  const all = total(precedent);
  if (all === 0) return [{ text: `No request with ${toolName} was decided in ${days} days.` }];
  const whose = of === "agent" ? "" : `None of ${agentName}. Of other agents `;
  const start = `${whose}${count(all)} in ${days} days`;
  if (counts.approved === 0) return [{ text: `${start}, none approved.`, isStrong: true }];
  if (approvedAtMost === null) return [{ text: `${start}. None that was approved stated an amount.` }];
  const unstated = approvedUnstated === 0 ? "" : ` as far as stated (${count(approvedUnstated)} stated none)`;
  const most: Words = { text: `${start}, at most ${formatMicroUsd(approvedAtMost)} approved${unstated}. ` };
  return [most, amountMicroUsd === null ? { text: "This one states no amount." } : comparison(amountMicroUsd, approvedAtMost)];
}

/** "14 approved, 5 rejected and 2 expired." */
export function countWords({ counts }: Precedent): string {
  const parts = (["approved", "rejected", "expired", "withdrawn"] as const).flatMap((state) =>
    counts[state] === 0 ? [] : [`${count(counts[state])} ${state}`],
  );
  return parts.length === 0 ? "" : `${listWords(parts, "and")}.`;
}

const VERDICTS: Readonly<Record<PastRequest["state"], string>> = {
  pending: "Open",
  frozen: "Stopped",
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired",
  cancelled: "Withdrawn",
  revoked: "Approved",
};

/** "Approved, Tom Okafor". */
export const decidedWords = ({ state, by }: Pick<PastRequest, "state" | "by">): string =>
  by === null ? VERDICTS[state] : `${VERDICTS[state]}, ${by.name}`;

export type BecameWords = { readonly text: string; readonly tone: "plain" | "danger" | "warn" | "faint" };

const BECAME: Readonly<Record<Became, BecameWords>> = {
  not_run: { text: "did not run", tone: "faint" },
  unused: { text: "not used yet", tone: "faint" },
  running: { text: "runs now", tone: "plain" },
  executed: { text: "executed", tone: "plain" },
  failed: { text: "failed", tone: "danger" },
  compensated: { text: "rolled back", tone: "danger" },
  never_used: { text: "never used", tone: "faint" },
  taken_back: { text: "taken back", tone: "danger" },
  unknown: { text: "outcome unknown", tone: "warn" },
};

/** How it ended. */
export const becameWords = (became: Became): BecameWords => BECAME[became];
