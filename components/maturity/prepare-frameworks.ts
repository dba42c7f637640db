import type { Csv } from "@/components/ui/csv";
import { STATE_WORDS } from "@/server/maturity/core/card-words";
import { type ControlRow, EVIDENCE, type Evidenced } from "@/server/maturity/core/controls";
import type { Frameworks } from "@/server/maturity/frameworks";

export const EVIDENCE_WORDS: Readonly<Record<Evidenced, string>> = {
  present: "Present",
  partial: "Partial",
  nothing_yet: "Nothing yet",
  not_here: "Not evidenceable here",
};

/** What each of the four means, for the page and for whoever reads the file. */
export const EVIDENCE_NOTES: Readonly<Record<Evidenced, string>> = {
  present: "every criterion behind it is met, and Reeve records the whole of what it asks for",
  partial: "some of it is met, or Reeve records a part only of what it asks for",
  nothing_yet: "Reeve could evidence it; no criterion behind it is met",
  not_here: "nothing that Reeve records evidences it: look elsewhere",
};

/** How many controls are evidenced how: "3 present · 8 partial". */
export const prepareCounts = (controls: readonly Pick<ControlRow, "evidenced">[]): string =>
  EVIDENCE.map((one) => ({ one, count: controls.filter(({ evidenced }) => evidenced === one).length }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => `${count} ${EVIDENCE_WORDS[one].toLowerCase()}`)
    .join(" · ");

/** Where a day of the clock stands today: "applies", or how long it is until then. */
export function clockWords(from: string, today: string): string {
  const days = Math.round((Date.parse(from) - Date.parse(today)) / 86_400_000);
  if (days <= 0) return "applies";
  return days === 1 ? "tomorrow" : `in ${days.toLocaleString("en-GB")} days`;
}

const HEAD = [
  "Framework",
  "Reference",
  "Title",
  "Role",
  "Evidenced here",
  "What Reeve records of it",
  "Criteria",
  "Unverified mappings",
  "Note",
  "Rubric",
  "Mapping",
  "As of (UTC)",
];

/** The controls that are shown, as the figures behind the table. */
export const prepareFrameworkCsv = (
  { source, controls }: Pick<Frameworks["frameworks"][number], "source" | "controls">,
  { rubricVersion, mappingVersion, at }: Pick<Frameworks, "rubricVersion" | "mappingVersion" | "at">,
): Csv => ({
  head: HEAD,
  rows: controls.map(({ ref, title, role, evidenced, evidence, criteria, note }) => [
    source,
    ref,
    title,
    role,
    EVIDENCE_WORDS[evidenced],
    evidence,
    criteria.map(({ id, state }) => `${id}: ${state === null ? "not evaluated" : STATE_WORDS[state].toLowerCase()}`).join("; "),
    criteria
      .filter(({ isUnverified }) => isUnverified)
      .map(({ id }) => id)
      .join(" "),
    note,
    rubricVersion,
    mappingVersion,
    at,
  ]),
});
