import { createHmac } from "node:crypto";
import * as audit from "@/server/audit/service";
import { systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { sessionSecret } from "@/server/platform/env";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import * as store from "./failure-store";
import { takeRate } from "./service";

/** An account has one entry in this time at most, with the number of failures. */
const ENTRY_EVERY_MS = 60_000;
/** Addresses without an account are anybody's words: more of them in a minute share one entry. */
const UNKNOWN_A_MINUTE = 60;

/** Whom a sign-in that failed was for: an account, or what was typed where there is none. */
export type Sought = { readonly personId: string } | { readonly typed: string };

/**
 * Records a sign-in that failed: at once if the account has no entry of the last minute, else with the next one. What
 * was typed is never kept, only a digest that nobody can make without this installation's secret.
 */
export async function recordFailedSignIn(sought: Sought): Promise<void> {
  const subject = await subjectOf(sought);
  const now = clock.now();
  await inTransaction(async (tx) => {
    const count = await store.countFailure(tx, subject, { now, notAfter: entryDue(now) });
    if (count > 0) await record(tx, subject, count, now);
  });
}

async function subjectOf(sought: Sought): Promise<store.FailureSubject> {
  if ("personId" in sought) return { type: "person", id: sought.personId };
  const type = "sign_in_address";
  const isWithinRate = (await takeRate("sign-in/unknown-recorded", UNKNOWN_A_MINUTE, 60)).ok;
  if (!isWithinRate) return { type, id: "others" };
  return { type, id: `hmac-sha256:${createHmac("sha256", sessionSecret()).update(`sign-in address\n${sought.typed}`).digest("hex")}` };
}

/** Tells the record of failures that were only counted so far, once their minute is over. Safe to run in several workers. */
export async function recordCountedFailures(now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    for (const { type, id, count, lastAt } of await store.takeCountedFailures(tx, { now, notAfter: entryDue(now) })) {
      await record(tx, { type, id }, count, lastAt);
    }
  });
}

const entryDue = (now: Date): Date => new Date(now.getTime() - ENTRY_EVERY_MS);

const record = (tx: PrismaTx, subject: store.FailureSubject, count: number, occurredAt: Date) =>
  audit.append(tx, { kind: "session.sign_in_failed", actor: audit.entryActor(systemActor), subject, occurredAt, data: { count } });
