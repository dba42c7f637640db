import type { ActSeen, EscalationSeen } from "@/server/approvals/escalation-schema";
import { listWords } from "@/server/kernel/list-words";
import type { Card } from "./card-type";

export type ClockLine = {
  readonly key: string;
  readonly at: string;
  readonly words: string;
  readonly state: "done" | "next" | "later";
  readonly tone: "plain" | "danger" | "warn";
};

const MAX_NAMES = 3;

/** "Ana Ruiz, Tom Okafor and 4 others". */
export function someNames(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;
  return rest > 1 ? listWords([...names.slice(0, MAX_NAMES), `${rest} others`], "and") : listWords(names, "and");
}

const DID = { asked: "asked", step: "told", reassign: "may decide too", page: "paged" } as const;

/** What an act of the clock did or will do: "Ana Ruiz and Noor Haddad told". Nobody is a gap, and said. */
function actWords({ kind, whom }: Pick<ActSeen, "kind" | "whom">): Pick<ClockLine, "words" | "tone"> {
  if (kind === "expire") return { words: "Refused, cause timeout", tone: "plain" };
  if (whom.length > 0) return { words: `${someNames(whom)} ${DID[kind]}`, tone: "plain" };
  return { words: kind === "page" ? "Nobody to page" : "Nobody to tell", tone: "warn" };
}

type Timed = Pick<Card, "createdAt" | "dueAt" | "expiresAt">;
type Seen = Pick<EscalationSeen, "next" | "past">;
type Line = Omit<ClockLine, "state"> & { readonly isDone: boolean };

/** Everything that the clock did on a request and will do if nobody decides, in order; what comes next is marked. */
export function clockLines(card: Timed, seen: Seen | undefined, nowMs: number): readonly ClockLine[] {
  const { next = [], past = [] } = seen ?? {};
  const end = next.find(({ kind }) => kind === "expire");
  const isPast = (at: string) => Date.parse(at) <= nowMs;
  const lines: Line[] = [
    { key: "held", at: card.createdAt, words: "Proposed, held since", tone: "plain", isDone: true },
    ...past.map((act) => ({ key: `past/${act.at}/${act.stage}/${act.loop}/${act.step}`, at: act.at, ...actWords(act), isDone: true })),
    isPast(card.dueAt)
      ? { key: "due", at: card.dueAt, words: "Breached: it was due", tone: "danger", isDone: true }
      : { key: "due", at: card.dueAt, words: "Due, breached from then on", tone: "plain", isDone: false },
    ...next.map((act) => ({ key: `next/${act.loop}/${act.step}/${act.kind}`, at: act.at, ...actWords(act), isDone: false })),
    ...(end === undefined
      ? [{ key: "end", at: card.expiresAt, words: "Refused, cause timeout", tone: "plain", isDone: false } as const]
      : []),
  ];
  const ordered = lines
    .filter(({ at }) => end === undefined || at <= end.at)
    .sort((a, b) => Number(b.isDone) - Number(a.isDone) || Date.parse(a.at) - Date.parse(b.at));
  const first = ordered.findIndex(({ isDone }) => !isDone);
  return ordered.map(({ isDone, ...line }, index) => ({ ...line, state: isDone ? "done" : index === first ? "next" : "later" }));
}

/** So many lines stand at first: of what is done the last ones, and the first ones of what comes, with the end. */
const DONE_SHOWN = 3;
const TO_COME_SHOWN = 5;

/** A long list cut in its middle parts; what comes last always stays. */
export function fewLines(lines: readonly ClockLine[]): readonly ClockLine[] {
  const done = lines.filter(({ state }) => state === "done");
  const toCome = lines.filter(({ state }) => state !== "done");
  const few = toCome.length <= TO_COME_SHOWN + 1 ? toCome : [...toCome.slice(0, TO_COME_SHOWN), ...toCome.slice(-1)];
  return [...done.slice(-DONE_SHOWN), ...few];
}
