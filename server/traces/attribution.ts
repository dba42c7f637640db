import * as audit from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { remembered } from "@/server/platform/remembered";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { AttributedShare, AttributionPage, AttributionPreview, SaveAttributionInput } from "./attribution-schema";
import {
  attributesOf,
  insertRules,
  listRuleVersions,
  listServices,
  listUnclear,
  newestRules,
  reopenUnclear,
  sumShares,
  type UnclearRow,
} from "./attribution-store";
import { type AttributionRule, attributed, isUnclear, readsAttributes, ruleFor, type Unclear } from "./core/attribution";
import type { Booked } from "./core/book-calls";
import type { CostStep } from "./settle-store";

const DAY_MS = 86_400_000;
/** Rules are applied to what came so recently, beside all that comes; and previews look back as far. */
const RECENT_DAYS = 30;
const MOST_LOOKED_AT = 20_000;
const MOST_VERSIONS = 20;
const MICRO = 1_000_000n;

const REFUSED = {
  read: refuse("forbidden", "Your role does not show you the rules of attribution."),
  change: refuse("forbidden", "Only operators and administrators change the rules of attribution."),
  conflict: refuse("conflict", "Someone else changed the rules meanwhile. Look at theirs, then change yours again."),
} as const;

const NONE: ReadonlyMap<string, string> = new Map();
const known = remembered(5_000, () => Promise.all([newestRules(), listServices()]));

/** Has rules say whose calls are that nobody claims: of a trace that is looked at as a whole, what its steps are counted under. */
export async function assignUnclaimed(booked: readonly Booked[], steps: readonly CostStep[]): Promise<readonly Booked[]> {
  const unclear = booked.flatMap(({ dimension }, i) => {
    const step = steps[i];
    return dimension !== null && step !== undefined && isUnclear(dimension) ? [step] : [];
  });
  if (unclear.length === 0) return booked;
  const [{ rules }, services] = await known("all");
  if (rules.length === 0) return booked;
  const [first] = unclear;
  const said =
    readsAttributes(rules) && first !== undefined ? await attributesOf(unclear, first.startedAt) : new Map<string, typeof NONE>();
  return booked.map((one, i) => {
    const [{ dimension }, step] = [one, steps[i]];
    if (dimension === null || step === undefined || !isUnclear(dimension)) return one;
    const call = { ...dimension, service: services.get(step.sourceId) ?? null, attributes: said.get(step.traceId + step.spanId) ?? NONE };
    return { ...one, dimension: { ...dimension, ...attributed(call, rules) } };
  });
}

/** The rules in force in their order, with their versions. */
export async function readAttribution(actor: PersonActor): Promise<Result<AttributionPage>> {
  if (!access.read(actor)) return REFUSED.read;
  const [{ version, rules }, versions, services] = await Promise.all([newestRules(), listRuleVersions(MOST_VERSIONS), listServices()]);
  const people = new Map((await listPeopleByIds(versions.map(({ authorId }) => authorId))).map(({ id, name }) => [id, name]));
  return ok({
    version,
    rules,
    versions: versions.map(({ authorId, changedAt, ...row }) => ({
      ...row,
      author: people.get(authorId) ?? "someone who left",
      changedAt: changedAt.toISOString(),
    })),
    services: [...new Set(services.values())].sort(),
    can: { change: access.attribute(actor) },
  });
}

type Sums = { total: bigint; agent: bigint; team: bigint; taskClass: bigint };
const micro = (pico: bigint): string => ((pico + MICRO / 2n) / MICRO).toString();
const shareOf = ({ total, agent, team, taskClass }: Sums): AttributedShare => ({
  totalMicroUsd: micro(total),
  agentMicroUsd: micro(agent),
  teamMicroUsd: micro(team),
  taskClassMicroUsd: micro(taskClass),
});

const callOf = (row: UnclearRow, services: ReadonlyMap<string, string>, said: ReadonlyMap<string, typeof NONE>): Unclear => ({
  agent: row.agent,
  team: row.team,
  taskClass: row.taskClass,
  service: services.get(row.sourceId) ?? null,
  attributes: said.get(row.traceId + row.spanId) ?? NONE,
});

/** What rules would do to the share of the last thirty days that is said to be whose, before anyone puts them in force. */
export async function previewAttribution(actor: PersonActor, rules: readonly AttributionRule[]): Promise<Result<AttributionPreview>> {
  if (!access.attribute(actor)) return REFUSED.change;
  const since = new Date(clock.now().getTime() - RECENT_DAYS * DAY_MS);
  const [shares, rows, services] = await Promise.all([sumShares(since), listUnclear(since, MOST_LOOKED_AT), listServices()]);
  const said = readsAttributes(rules) ? await attributesOf(rows, since.toISOString()) : new Map<string, typeof NONE>();
  const before: Sums = {
    total: BigInt(shares.total),
    agent: BigInt(shares.agent),
    team: BigInt(shares.team),
    taskClass: BigInt(shares.taskClass),
  };
  const after = { ...before };
  const spoken = rules.map(() => ({ calls: 0, cost: 0n }));
  for (const row of rows) {
    const call = callOf(row, services, said);
    const rule = spoken[ruleFor(call, rules)];
    if (rule === undefined) continue;
    const cost = BigInt(row.costPicoUsd);
    rule.calls += 1;
    rule.cost += cost;
    const whose = attributed(call, rules);
    for (const part of ["agent", "team", "taskClass"] as const) if (call[part] === null && whose[part] !== null) after[part] += cost;
  }
  return ok({
    before: shareOf(before),
    after: shareOf(after),
    rules: spoken.map(({ calls, cost }) => ({ calls, costMicroUsd: micro(cost) })),
    isPartial: rows.length === MOST_LOOKED_AT,
  });
}

/**
 * Puts rules in force as the next version, if the one in force is still that which their author saw. They hold for what comes
 * from now on; of the last thirty days, traces that nobody claims are looked at again, and what changes is on record as a
 * correction.
 */
export async function saveAttribution(
  actor: PersonActor,
  { baseVersion, rules, reason }: SaveAttributionInput,
  now: Date = clock.now(),
): Promise<Result<{ version: number; reopened: number }>> {
  if (!access.attribute(actor)) return REFUSED.change;
  if ((await newestRules()).version !== baseVersion) return REFUSED.conflict;
  const version = baseVersion + 1;
  return inTransaction(async (tx) => {
    if (!(await insertRules(tx, { version, rules, reason, authorId: actor.id, changedAt: now }))) return REFUSED.conflict;
    const reopened = await reopenUnclear(tx, new Date(now.getTime() - RECENT_DAYS * DAY_MS));
    await audit.append(tx, {
      kind: "attribution.rules_changed",
      actor: audit.entryActor(actor),
      subject: { type: "attribution", id: String(version) },
      occurredAt: now,
      data: { version, rules: rules.length, traces: reopened },
    });
    return ok({ version, reopened });
  });
}
