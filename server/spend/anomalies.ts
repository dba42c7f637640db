import * as audit from "@/server/audit/service";
import { listPeopleByIds, organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { Anomalies, AnomaliesInput, Anomaly, DismissAnomalyInput } from "./anomaly-schema";
import * as store from "./anomaly-store";
import { dayIn } from "./anomaly-telling";
import type { AnomalyCause } from "./core/anomaly";

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 30;

/** What cost far more than is usual, the newest first. */
export async function listAnomalies(actor: PersonActor, { from, to }: AnomaliesInput): Promise<Result<Anomalies>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const now = clock.now();
  const { timeZone } = await organisation();
  // A day more on both sides, since days are those of the zone; what lies outside of them is left out below.
  const since = from === undefined ? new Date(now.getTime() - SHOWN_DAYS * DAY_MS) : new Date(Date.parse(from) - DAY_MS);
  const until = to === undefined ? new Date(now.getTime() + DAY_MS) : new Date(Date.parse(to) + 2 * DAY_MS);
  const rows = await store.listAnomalies(since, until);
  const people = new Map(
    (await listPeopleByIds(rows.flatMap(({ dismissedById }) => dismissedById ?? []))).map((one) => [one.id, one.name]),
  );
  const items = rows
    .map(
      (row): Anomaly => ({
        id: row.id,
        dimension: row.dimension as Anomaly["dimension"],
        key: row.key,
        from: row.fromHour.toISOString(),
        until: row.untilHour.toISOString(),
        day: dayIn(row.fromHour, timeZone),
        costMicroUsd: row.costMicroUsd.toString(),
        usualMicroUsd: row.usualMicroUsd.toString(),
        cause: row.cause as AnomalyCause,
        words: row.words,
        model: row.model,
        taskClass: row.taskClass,
        foundAt: row.foundAt.toISOString(),
        dismissed:
          row.dismissedAt === null
            ? null
            : {
                at: row.dismissedAt.toISOString(),
                by: people.get(row.dismissedById ?? "") ?? "Someone unknown",
                reason: row.dismissedReason ?? "",
              },
      }),
    )
    .filter(
      ({ day, until: end }) =>
        (from === undefined || dayIn(new Date(Date.parse(end) - 1), timeZone) >= from) && (to === undefined || day <= to),
    );
  return ok({ items, timeZone, can: { dismiss: access.dismissAnomalies(actor) } });
}

/** Puts one aside, with a reason that stays on the record. */
export async function dismissAnomaly(actor: PersonActor, { id, reason }: DismissAnomalyInput): Promise<Result<void>> {
  if (!access.dismissAnomalies(actor)) return refuse("forbidden", "Only operators and executives put such hours aside.");
  if ((await store.findAnomaly(id)) === null) return refuse("not_found", "There is no such entry.");
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<void>> => {
    if (!(await store.dismissAnomaly(tx, id, actor.id, reason, now))) return refuse("conflict", "Someone put it aside already.");
    await audit.append(tx, {
      kind: "anomaly.dismissed",
      actor: audit.entryActor(actor),
      subject: { type: "anomaly", id },
      occurredAt: now,
      data: {},
    });
    return ok(undefined);
  });
}
