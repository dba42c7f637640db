import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { recordBreaches } from "@/server/approvals/sweeps";
import { killAgent } from "@/server/gate/kill";
import { propose } from "@/server/gate/service";
import { setUndoSeconds } from "@/server/identity/preferences";
import type { PersonActor } from "@/server/platform/actor";
import { clock, happeningAt } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { seedBudgets } from "./budgets";
import { enrolKeys, removeKeys } from "./countersign";
import { seedDeliveries } from "./deliveries";
import { seedEscalation, seedFourEyes } from "./escalation";
import { expectOk } from "./expect";
import { seedFriday } from "./friday";
import { seedGrants } from "./grants";
import { APPROVERS, type Players, planHistory, playHistory, toProposal } from "./history";
import { seedInvoice } from "./invoices";
import { seedLoop } from "./looping";
import { seedMaturity } from "./maturity";
import { seedNotices } from "./notices";
import { seedFleet, seedKey, seedOrganisation } from "./organisation";
import { seedOutlook } from "./outlook";
import { WAITING } from "./present";
import { Random } from "./random";
import { seedRecords } from "./records";
import { seedOverride, seedSchedules } from "./schedules";
import { seedStatements } from "./statements";
import { type Episode, runOfEpisode } from "./telemetry/episodes";
import { SHADOW_RUN, shadowOnRecord } from "./telemetry/oddities";
import { spanOf, traceOf } from "./telemetry/run";
import { sendFaulty } from "./telemetry/send";
import { makeDays, planRuns, seedTelemetry, settleTelemetry } from "./telemetry/telemetry";
import { runClock, seedDelegation, seedEdit, seedFirstVote } from "./work";

const SEED = 20_261_120;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FOUNDED_DAYS_AGO = 95;
const UNDO_SECONDS = 5;

/** Where the key of the demo's agents is left for `npm run demo:agents`, readable by its owner alone. */
const KEY_FILE = "demo-agent-key";

function personOf(people: ReadonlyMap<string, PersonActor>, email: string): PersonActor {
  const person = people.get(email);
  if (person === undefined) throw new Error(`seeding the demo: ${email} is missing`);
  return person;
}

/** Proposes what waits, each at its time; one of it has the first of its two votes. Then the clock runs until now. */
async function seedWaiting(players: Players, now: Date): Promise<void> {
  const proposed = new Map<string, string>();
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS);
  for (const [index, { minutesAgo, call }] of WAITING.entries()) {
    const runId = `run-${8_841 + index}`;
    const { approval, id } = expectOk(
      await happeningAt(ago(minutesAgo), () => propose(players.key, toProposal(call, runId), `demo-waiting-${index}`)),
      call.tool,
    );
    players.tell({ runId, call, actionId: id, askedAt: ago(minutesAgo), endedAt: null, fault: null });
    if (approval !== null) proposed.set(call.tool, approval.id);
  }
  await seedFirstVote(personOf(players.people, "noor@reeve.demo"), proposed.get("claims.pay_out") ?? "", ago(95));
  await runClock(ago(Math.max(...WAITING.map(({ minutesAgo }) => minutesAgo))), now);
}

/**
 * Fills an empty database with the demo organisation: the same people, agents and ninety days of decisions on every
 * machine, written through the services that everyone else uses. `progress` is told each step in words.
 */
export async function seedDemo(progress: (step: string) => void): Promise<void> {
  const now = clock.now();
  const founded = new Date(now.getTime() - FOUNDED_DAYS_AGO * DAY_MS);
  progress("people, teams, tools and agents");
  // The database makes the days of the telemetry meanwhile: founding mostly computes.
  const [staff] = await Promise.all([happeningAt(founded, seedOrganisation), makeDays(now)]);
  const operator = personOf(staff.actors, "operator@reeve.demo");
  const admin = personOf(staff.actors, "admin@reeve.demo");
  await happeningAt(founded, () => seedFleet(operator, now));
  const idOf = (email: string) => personOf(staff.actors, email).id;
  const onCallId = await happeningAt(founded, () => seedSchedules(operator, idOf));
  await happeningAt(founded, () => seedEscalation(admin, operator, onCallId, idOf));
  const { key, actor } = await happeningAt(founded, () => seedKey(admin));
  const approvers = APPROVERS.map((email) => personOf(staff.actors, email));
  const episodes: Episode[] = [];
  const keys = await happeningAt(founded, () => enrolKeys(approvers));
  const players: Players = { key: actor, people: staff.actors, keys, tell: (episode) => void episodes.push(episode) };
  // No worker runs while the past is replayed: votes must not wait for one.
  for (const approver of approvers) await setUndoSeconds(approver, { seconds: 0 });
  const plans = planHistory(new Random(SEED), now);
  // What touched nothing is told meanwhile: the one mostly waits for the database, the other mostly computes. It is thought
  // out before, since nothing may keep a transaction of the history waiting for long.
  const ordinary = planRuns(new Random(SEED), now.getTime());
  await Promise.all([
    playHistory(plans, players, (done) => progress(`${done} of ${plans.length} past actions`)),
    seedTelemetry(actor, ordinary, now, () => undefined),
  ]);

  const deciders = { finance: personOf(staff.actors, "approver@reeve.demo"), sales: personOf(staff.actors, "approver2@reeve.demo") };
  const friday = await seedFriday(players, deciders, now);
  const looping = await seedLoop(players, now);
  await seedGrants(players, approvers, now);
  await happeningAt(new Date(now.getTime() - DAY_MS), () => seedFourEyes(operator));
  await seedEdit(players, personOf(staff.actors, "approver@reeve.demo"), now);
  await seedDelegation((email) => personOf(staff.actors, email), now);

  progress("what waits now");
  await seedWaiting(players, now);
  for (const approver of approvers) await setUndoSeconds(approver, { seconds: UNDO_SECONDS });
  await removeKeys(approvers);

  const unseen = {
    agent: "growth-scout",
    tool: "crm.read_account",
    args: { account: "Acme Corp" },
    initiator: { type: "system", id: "cron" },
    run: { id: SHADOW_RUN, taskClass: "prospecting", traceId: traceOf(SHADOW_RUN), spanId: spanOf(SHADOW_RUN) },
  };
  expectOk(await happeningAt(new Date(now.getTime() - 3 * HOUR_MS), () => propose(actor, unseen, "demo-shadow")), "the shadow agent");
  const killed = await happeningAt(new Date(now.getTime() - 2 * DAY_MS), () =>
    killAgent(operator, "invoice-agent", "Matched 41 invoices with the wrong orders. Stopped until the matching is mended."),
  );
  expectOk(killed, "kill invoice-agent");
  await recordBreaches(now);

  const told = [friday, looping, shadowOnRecord(now.getTime() - 3 * HOUR_MS), ...episodes.map(runOfEpisode)];
  await seedTelemetry(actor, told, now, (sent) => progress(`what was told of ${sent} of ${told.length} past actions`));
  await sendFaulty(actor, now.getTime() - 6 * DAY_MS);
  await seedOverride(operator, onCallId, personOf(staff.actors, "priya@reeve.demo").id);
  await seedBudgets(operator, now);
  await seedOutlook(operator, now);
  await seedNotices((email) => personOf(staff.actors, email));
  await seedDeliveries(admin, now);
  await seedStatements(operator, staff.actors, now);
  await settleTelemetry(now);
  await seedInvoice(operator, now);
  progress("where the organisation stands");
  await happeningAt(new Date(now.getTime() - HOUR_MS), () => seedRecords(operator, now));
  await seedMaturity((email) => personOf(staff.actors, email), now);
  await staff.endSessions();

  const file = join(env().REEVE_DATA_DIR, KEY_FILE);
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}
