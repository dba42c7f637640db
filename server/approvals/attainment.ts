import { linesFor } from "@/server/actions/veils";
import { listTeams } from "@/server/fleet/teams";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { policyInForce } from "@/server/policies/service";
import { access } from "./access";
import {
  type ApproverAttainment,
  type Attainment,
  type AttainmentInput,
  type Breach,
  type Named,
  NONE,
  type RiskAttainment,
  type RuleAttainment,
  type TeamAttainment,
} from "./attainment-schema";
import * as store from "./attainment-store";
import { type Counts, countsOf, FEWEST_DECISIONS, measuredIn, missedIn, type Period, periodOf, TOOK_MINUTES } from "./core/attainment";
import { namesOf, personRef } from "./rows";

/** A first day that began late still counts as on record. */
const DAY_MS = 86_400_000;
const BREACHES = 100;
const PAST_DUE = 50;
const RISKS = ["high", "medium", "low"] as const;
const DEFAULT_RULE = "No rule: the policy's default";

/** How many requests were decided in time: over time, by team, rule, approver and risk, with every one that was not. */
export async function readAttainment(actor: PersonActor, input: AttainmentInput): Promise<Result<Attainment>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue's figures.");
  const now = clock.now();
  const { timeZone } = await organisation();
  const found = periodOf(input.range, now, timeZone);
  if (!found.ok) return found;
  const period = found.value;
  const starts = period.steps.map(({ startsAt }) => startsAt);
  const [inSteps, parts, before, took, since, breaches, pastDue, teams, rules] = await Promise.all([
    store.countBySteps(period, starts, input, now),
    store.countByParts(period, input, now),
    store.countMeasures(period.before, input, now),
    store.countTook(period, input, now),
    store.findRecordedSince(),
    store.listBreaches(period, input, BREACHES, now),
    store.listPastDue(input, PAST_DUE, now),
    teamsOf(actor),
    rulesInForce(),
  ]);
  const counts = countsOf(parts);
  const lines = await linesFor(actor, [...breaches, ...pastDue]);
  const toBreach = breachWith(lines.title);
  return ok({
    asOf: now.toISOString(),
    timeZone,
    from: period.from,
    to: period.to,
    isUpToNow: period.endsAt >= now,
    unit: period.unit,
    counts,
    before: isOnRecord(period, since) ? { from: period.before.from, to: period.before.to, counts: countsOf(before) } : null,
    steps: period.steps.map(({ day }, i) => {
      const endsAt = starts[i + 1] ?? period.endsAt;
      return { day, counts: since === null || endsAt <= since ? null : countsOf(inSteps.filter(({ step }) => step === i + 1)) };
    }),
    teams: byTeam(parts, teams),
    rules: byRule(parts, rules),
    risks: byRisk(parts),
    approvers: await byApprover(actor, parts),
    took: prepareTook(took),
    breaches: { total: missedIn(counts), items: breaches.map(toBreach) },
    pastDue: { total: pastDue[0]?.total ?? 0, items: pastDue.map(toBreach) },
    choices: { teams, rules },
  });
}

const isOnRecord = ({ before }: Period, since: Date | null): boolean =>
  since !== null && since.getTime() - before.startsAt.getTime() < DAY_MS;

async function teamsOf(actor: PersonActor): Promise<Named[]> {
  const teams = await listTeams(actor);
  return teams.ok ? teams.value.map(({ id, name }) => ({ id, name })) : [];
}

/** The rules that ask people today; figures of others go by their ids. */
const rulesInForce = async (): Promise<Named[]> =>
  (await policyInForce()).rules
    .filter(({ effect }) => effect === "require_approval")
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));

const breachWith =
  (title: (actionId: string, text: string) => string) =>
  (record: store.BreachRecord): Breach => ({
    id: record.id,
    title: title(record.actionId, record.title),
    agentName: record.agentName,
    riskTier: record.riskTier,
    state: record.state,
    createdAt: record.createdAt.toISOString(),
    dueAt: record.dueAt.toISOString(),
    endedAt: record.endedAt?.toISOString() ?? null,
    lateStages: record.lateStages,
  });

/** Counts by a key, whichever was missed most first. */
function parted<K>(
  groups: readonly store.PartCount[],
  keyOf: (group: store.PartCount) => K,
): { key: K; group: store.PartCount; counts: Counts }[] {
  const parts = new Map<K, store.PartCount[]>();
  for (const group of groups) parts.set(keyOf(group), [...(parts.get(keyOf(group)) ?? []), group]);
  return [...parts]
    .flatMap(([key, [first, ...rest]]) => (first === undefined ? [] : [{ key, group: first, counts: countsOf([first, ...rest]) }]))
    .sort((a, b) => missedIn(b.counts) - missedIn(a.counts) || measuredIn(b.counts) - measuredIn(a.counts));
}

const nameIn = (named: readonly Named[], id: string): string => named.find((one) => one.id === id)?.name ?? id;

const byTeam = (groups: readonly store.PartCount[], teams: readonly Named[]): TeamAttainment[] =>
  parted(groups, ({ teamId }) => teamId).map(({ key, counts }) => ({
    id: key ?? NONE,
    name: key === null ? "No team" : nameIn(teams, key),
    counts,
  }));

const byRule = (groups: readonly store.PartCount[], rules: readonly Named[]): RuleAttainment[] =>
  parted(groups, ({ ruleId, ruleVersion }) => `${ruleId ?? NONE} ${ruleVersion}`).map(({ group: { ruleId, ruleVersion }, counts }) => ({
    id: ruleId ?? NONE,
    version: ruleVersion,
    name: ruleId === null ? DEFAULT_RULE : nameIn(rules, ruleId),
    counts,
  }));

/** Every tier, in its own order. */
const byRisk = (groups: readonly store.PartCount[]): RiskAttainment[] =>
  RISKS.map((id) => ({ id, counts: countsOf(groups.filter(({ risk }) => risk === id)) }));

/** By whose vote settled the request. Others than the reader only for those who oversee approvers, and nobody by a few decisions. */
async function byApprover(actor: PersonActor, groups: readonly store.PartCount[]): Promise<Attainment["approvers"]> {
  const seesAll = access.seeApprovers(actor);
  const shown = parted(groups, ({ approverId }) => approverId).flatMap(({ key, counts }) =>
    key !== null && (seesAll || key === actor.id) && measuredIn(counts) >= FEWEST_DECISIONS ? [{ id: key, counts }] : [],
  );
  const names = await namesOf(shown.map(({ id }) => id));
  const rows = shown.map(({ id, counts }): ApproverAttainment => ({ ...personRef(id, names), isMe: id === actor.id, counts }));
  return { scope: seesAll ? "everyone" : "self", rows };
}

const MINUTE_MS = 60_000;

function prepareTook(found: readonly store.TookClass[]): Attainment["took"] {
  const inMs = (minutes: number | null | undefined) => (minutes == null ? null : minutes * MINUTE_MS);
  return {
    classes: [...TOOK_MINUTES, null].map((_, i) => found.find((one) => one.class === i)?.count ?? 0),
    medianMs: inMs(found.find(({ median }) => median !== null)?.median),
    p90Ms: inMs(found.find(({ p90 }) => p90 !== null)?.p90),
  };
}
