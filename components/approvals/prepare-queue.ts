import { formatCount } from "@/components/ui/format-count";
import { formatMicroUsd } from "@/components/ui/format-money";
import { formatDuration } from "@/components/ui/format-time";
import type { Escalated } from "@/server/approvals/escalation-schema";
import type { Claim, QueueCounts, QueueRow, Stake } from "@/server/approvals/schema";
import { listWords } from "@/server/kernel/list-words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on the clock is amber. */
const SOON_MS = 15 * MINUTE;

export type Tone = "danger" | "warn" | "plain" | "still";
/** What the clock of a request shows; `share` is how much of the time until due has gone. */
export type ClockFace = { readonly words: string; readonly tone: Tone; readonly share: number };
type Timed = Pick<QueueRow, "state" | "createdAt" | "dueAt" | "frozenAt">;

const ENDED_WORDS = {
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired",
  cancelled: "Cancelled",
  revoked: "Taken back",
} as const;

const FORMATS = {
  time: { hour: "2-digit", minute: "2-digit" },
  date: { year: "numeric", month: "2-digit", day: "2-digit" },
  weekday: { weekday: "short" },
  longWeekday: { weekday: "long" },
  day: { day: "numeric", month: "short" },
  longDay: { day: "numeric", month: "long" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making a formatter is dear, and a long list needs thousands.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(atMs: number, timeZone: string | undefined, name: keyof typeof FORMATS): string {
  const key = `${name} ${timeZone ?? ""}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...FORMATS[name], hourCycle: "h23", timeZone });
  formatters.set(key, formatter);
  return formatter.format(atMs);
}

/** No zone changes its day but at a quarter of an hour. */
const QUARTER = 15 * MINUTE;
const DAYS_KEPT = 5_000;
const days = new Map<string, string>();

function dayOf(atMs: number, timeZone?: string): string {
  const quarter = Math.floor(atMs / QUARTER);
  const key = `${quarter} ${timeZone ?? ""}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  if (days.size >= DAYS_KEPT) days.clear();
  const day = format(quarter * QUARTER, timeZone, "date");
  days.set(key, day);
  return day;
}

const isSameDay = (a: number, b: number, timeZone?: string) => dayOf(a, timeZone) === dayOf(b, timeZone);

/** "16:02" today, "Mon 09:40" within a week, "3 Dec 09:40" else. */
export function shortMoment(atMs: number, nowMs: number, timeZone?: string): string {
  const time = format(atMs, timeZone, "time");
  if (isSameDay(atMs, nowMs, timeZone)) return time;
  return `${format(atMs, timeZone, Math.abs(atMs - nowMs) < 6 * DAY ? "weekday" : "day")} ${time}`;
}

function leftWords(dueMs: number, nowMs: number, timeZone?: string): string {
  const left = dueMs - nowMs;
  if (left <= 0) return `${formatDuration(left)} over`;
  if (left < HOUR) return `${formatDuration(left)} left`;
  return isSameDay(dueMs, nowMs, timeZone) ? formatDuration(left) : shortMoment(dueMs, nowMs, timeZone);
}

/** The clock of a request at a moment, in the reader's zone unless another is named. */
export function clockFace(timed: Timed, nowMs: number, timeZone?: string): ClockFace {
  const [created, due] = [Date.parse(timed.createdAt), Date.parse(timed.dueAt)];
  const shareAt = (ms: number) => Math.min(1, Math.max(0, (ms - created) / Math.max(1, due - created)));
  if (timed.state === "frozen") {
    return { words: "Agent stopped", tone: "still", share: shareAt(timed.frozenAt === null ? nowMs : Date.parse(timed.frozenAt)) };
  }
  if (timed.state !== "pending") return { words: ENDED_WORDS[timed.state], tone: "still", share: 1 };
  const left = due - nowMs;
  const tone = left <= 0 ? "danger" : left <= SOON_MS ? "warn" : "plain";
  return { words: leftWords(due, nowMs, timeZone), tone, share: shareAt(nowMs) };
}

export type GroupId = "breached" | "hour" | "today" | "day" | "stopped" | "all";
export type Group = { readonly key: string; readonly id: GroupId; readonly label: string };

/** Under which heading a request stands at a moment; `rank` puts the headings in order. */
export function groupOf(row: Timed, nowMs: number, timeZone?: string): Group & { readonly rank: number } {
  const due = Date.parse(row.dueAt);
  if (row.state === "frozen") return { key: "stopped", id: "stopped", label: "Stopped with their agent", rank: Number.MAX_SAFE_INTEGER };
  if (due <= nowMs) return { key: "breached", id: "breached", label: "Breached", rank: 0 };
  if (due - nowMs <= HOUR) return { key: "hour", id: "hour", label: "Within the hour", rank: 1 };
  if (isSameDay(due, nowMs, timeZone)) return { key: "today", id: "today", label: "Today", rank: 2 };
  const isNear = due - nowMs < 6 * DAY;
  const label = format(due, timeZone, isNear ? "longWeekday" : "longDay");
  return { key: dayOf(due, timeZone), id: "day", label, rank: due };
}

export type QueueLine =
  | { readonly kind: "head"; readonly key: string; readonly group: Group; readonly count: number | null }
  | { readonly kind: "row"; readonly key: string; readonly row: QueueRow; readonly position: number };

export type ListShape = {
  readonly isGrouped: boolean;
  /** More rows follow that are not here yet. */
  readonly hasMore: boolean;
  readonly nowMs: number;
  readonly timeZone?: string;
  /** What is known of how many there are under a heading, rows that are not here yet included. */
  readonly known?: Partial<Record<GroupId, number | null>>;
};

/**
 * The list as it is drawn: headings and rows in one line. Rows come in the order of urgency, which may put a request of
 * high risk before one that is due sooner; under each heading that order stays. A heading counts only what is sure.
 */
export function prepareLines(rows: readonly QueueRow[], shape: ListShape): QueueLine[] {
  const toLine = (row: QueueRow, position: number): QueueLine => ({ kind: "row", key: row.id, row, position });
  if (!shape.isGrouped) return rows.map(toLine);
  const groups = new Map<string, { group: Group; rank: number; rows: QueueRow[] }>();
  for (const row of rows) {
    const { rank, ...group } = groupOf(row, shape.nowMs, shape.timeZone);
    const entry = groups.get(group.key) ?? { group, rank, rows: [] };
    entry.rows.push(row);
    groups.set(group.key, entry);
  }
  const lines: QueueLine[] = [];
  let position = 0;
  for (const { group, rows: own } of [...groups.values()].sort((a, b) => a.rank - b.rank)) {
    const count = shape.hasMore ? (shape.known?.[group.id] ?? null) : own.length;
    lines.push({ kind: "head", key: `head:${group.key}`, group, count });
    for (const row of own) lines.push(toLine(row, position++));
  }
  return lines;
}

export type Kept = { readonly row: QueueRow; readonly index: number };

/** The rows with the open one kept in its place although it is no longer among them, until the reader moves on. */
export function keepOpen(rows: readonly QueueRow[], kept: Kept | null): readonly QueueRow[] {
  if (kept === null || rows.some((row) => row.id === kept.row.id)) return rows;
  const index = Math.min(kept.index, rows.length);
  return [...rows.slice(0, index), kept.row, ...rows.slice(index)];
}

/** The row to go to: `step` on from the open one, the first when none is open; null when there is none. */
export function neighbour(ids: readonly string[], openId: string | null, step: 1 | -1): string | null {
  const at = openId === null ? -1 : ids.indexOf(openId);
  if (at === -1) return ids[0] ?? null;
  return ids[at + step] ?? null;
}

export type StakeWords = { readonly main: string; readonly unit: string | null; readonly more: string | null; readonly isFigure: boolean };

const recordWords = (records: number) => ({ main: records.toLocaleString("en-GB"), unit: records === 1 ? "record" : "records" });

/** What is at stake in a corner of a row: money before records before a word. */
export function stakeWords({ amountMicroUsd, records, text }: Stake): StakeWords {
  if (amountMicroUsd !== null) {
    const own = records === null ? null : recordWords(records);
    return { main: formatMicroUsd(amountMicroUsd), unit: null, more: own === null ? text : `${own.main} ${own.unit}`, isFigure: true };
  }
  if (records !== null) return { ...recordWords(records), more: text, isFigure: true };
  return { main: text ?? "", unit: null, more: null, isFigure: false };
}

export type StateWords = { readonly waiting: string; readonly breached: string | null; readonly soon: string | null };

const isAre = (count: number) => (count === 1 ? "1 is" : `${formatCount(count)} are`);

/** The one sentence above the list: "14 wait for you." "2 are breached" "5 more are due within the hour". Who decides nothing reads of all that is open. */
export function stateWords(counts: QueueCounts, isDecider: boolean): StateWords {
  const [breached, soon] = isDecider ? [counts.forMeBreached, counts.forMeDueWithinHour] : [counts.breached, counts.dueWithinHour];
  const more = breached > 0 ? `${formatCount(soon)} more ${soon === 1 ? "is" : "are"}` : isAre(soon);
  return {
    waiting: isDecider ? waitingWords(counts.forMe) : `${counts.all === 0 ? "Nothing is" : isAre(counts.all)} open.`,
    breached: breached === 0 ? null : `${isAre(breached)} breached`,
    soon: soon === 0 ? null : `${more} due within the hour`,
  };
}

const waitingWords = (forMe: number): string =>
  forMe === 0 ? "Nothing waits for you." : `${formatCount(forMe)} ${forMe === 1 ? "waits" : "wait"} for you.`;

/** "You hold it, 2:41 left". */
export const leaseWords = (untilMs: number, nowMs: number): string => {
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
};

/** "You hold it", "Tom Okafor holds it", "You and Tom Okafor hold it". */
export function holdWords(claims: readonly Claim[], nameOf: (name: string) => string = (name) => name): string {
  const names = [
    ...claims.filter((claim) => claim.isMine).map(() => "You"),
    ...claims.filter((claim) => !claim.isMine).map((claim) => nameOf(claim.personName)),
  ];
  const isOne = names.length === 1 && names[0] !== "You";
  return `${listWords(names, "and")} ${isOne ? "holds" : "hold"} it`;
}

/** A person's first name, where a row has little room. */
export const firstName = (name: string): string => name.split(" ")[0] ?? name;

/** How far a request was escalated: in a row, and in full for whoever listens or points at it. */
export function escalatedWords({ kind, step, told }: Escalated): { readonly short: string; readonly full: string } {
  const what = kind === "step" ? `step ${step}` : kind === "page" ? "on call paged" : "more asked";
  const whom = told.length === 0 ? "nobody was there to be told" : `told ${told.join(", ")}`;
  const first = told[0] === undefined ? "nobody" : `${firstName(told[0])}${told.length > 1 ? ` + ${told.length - 1}` : ""}`;
  const did = { step: `step ${step} told`, page: "paged", reassign: "also asks" }[kind];
  return { short: `${did} ${first}`, full: `Escalated, ${what}: ${whom}` };
}
