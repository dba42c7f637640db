import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { closeMonths } from "@/server/statements/closing";
import { handOver } from "@/server/statements/handing-over";
import type { StatementSummary } from "@/server/statements/schema";
import { acknowledge, dispute, listStatements } from "@/server/statements/service";
import { expectOk } from "./expect";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTHS = 4;
const DISPUTE =
  "The nightly document runs of the last week were a trial of Platform's. Please charge them there, or correct them next month.";

/** Closes the months before this one, each as it would have been: early on its successor's second day. */
async function closePast(now: Date): Promise<void> {
  for (let back = MONTHS - 1; back >= 0; back -= 1) {
    const closing = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 2, 3));
    if (closing < now) await happeningAt(closing, () => closeMonths(closing));
  }
}

/** What an owner said of a statement of the last month: one disputes it, the next two acknowledge it, the others have not looked yet. */
async function decideLast(person: PersonActor, id: string, place: number, at: Date): Promise<void> {
  if (place === 0) expectOk(await happeningAt(at, () => dispute(person, id, DISPUTE, at)), "dispute");
  if (place === 1 || place === 2) expectOk(await happeningAt(at, () => acknowledge(person, id, at)), "acknowledge");
}

/**
 * The months before this one: the older ones acknowledged by the teams' owners, the last one by some, disputed by one, and
 * what no team owns handed over to Finance.
 */
export async function seedStatements(operator: PersonActor, people: ReadonlyMap<string, PersonActor>, now: Date): Promise<void> {
  await closePast(now);
  const { months, teams } = expectOk(await listStatements(operator), "statements");
  const byId = new Map([...people.values()].map((person) => [person.id, person]));
  const ownerOf = ({ owner, state }: StatementSummary) => (owner === null || state === "acknowledged" ? undefined : byId.get(owner.id));
  for (const [index, month] of months.entries()) {
    const own = teams.flatMap(({ statements }) => statements[index] ?? []);
    for (const [place, statement] of own.entries()) {
      const person = ownerOf(statement);
      const at = new Date(Math.min(Date.parse(`${month}-01`) + (33 + place) * DAY_MS + 9 * HOUR_MS, now.getTime()));
      if (person === undefined) continue;
      if (index === 0) await decideLast(person, statement.id, place, at);
      else expectOk(await happeningAt(at, () => acknowledge(person, statement.id, at)), "acknowledge");
    }
  }
  const unowned = teams.flatMap(({ statements }) => statements[0] ?? []).find(({ owner }) => owner === null);
  const finance = people.get("approver@reeve.demo");
  if (unowned !== undefined && finance !== undefined)
    expectOk(await handOver(operator, { id: unowned.id, ownerId: finance.id }, now), "hand over");
}
