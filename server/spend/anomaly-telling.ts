import { ownerIdsOf } from "@/server/fleet/owners";
import { idsOfRoles } from "@/server/identity/service";
import { usdWords } from "@/server/kernel/money";
import { notify } from "@/server/notifications/service";
import type { ReadTx } from "@/server/platform/tx";
import type { Found } from "./anomaly-store";

/** The day of a moment in a zone, as addresses and charts have it. */
export const dayIn = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);

const hourIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);

/** Tells the agent's owner and the executives, once. */
export async function tellAnomaly(tx: ReadTx, found: Found, timeZone: string, now: Date): Promise<void> {
  const executives = (await idsOfRoles(["executive"], tx)).map((personId) => ({ personId, because: "you are an executive" }));
  const owner = found.dimension === "agent" ? (await ownerIdsOf([found.key])).get(found.key) : undefined;
  const hours = `between ${hourIn(found.fromHour, timeZone)} and ${hourIn(found.untilHour, timeZone)}`;
  const usual = found.usualMicroUsd === 0n ? "usually it costs nothing then" : `${usdWords(found.usualMicroUsd)} is usual then`;
  await notify(
    tx,
    [
      {
        kind: "spend.anomaly_found",
        subject: { type: "anomaly", id: found.id },
        recipients: [...(owner === undefined ? [] : [{ personId: owner, because: "you own the agent" }]), ...executives],
        important: false,
        title: `${found.key} costs more than is usual`,
        body: `${usdWords(found.costMicroUsd)} ${hours}; ${usual}. ${found.words}`,
        path: `/spend?from=${dayIn(found.fromHour, timeZone)}&to=${dayIn(found.untilHour, timeZone)}#anomalies`,
        groupKey: `spend:${found.dimension}:${found.key}`,
        dedupeKey: `spend.anomaly_found:${found.dimension}:${found.key}:${found.fromHour.toISOString()}`,
      },
    ],
    now,
  );
}
