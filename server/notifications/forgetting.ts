import * as deliveries from "./delivery-store";
import * as inbox from "./inbox-store";
import { forgetSlackRequests } from "./slack-store";

const DAY_MS = 24 * 60 * 60_000;
const KEEP_DELIVERIES_MS = 90 * DAY_MS;
const KEEP_NOTICES_MS = 365 * DAY_MS;
/** Slack's own timestamps are refused after five minutes. */
const KEEP_REQUESTS_MS = 60 * 60_000;
const BATCH = 500;

/** Removes what nobody needs any more: deliveries after 90 days, notices after a year. Safe to run anywhere, any time. */
export async function forgetOld(now: Date): Promise<void> {
  const before = (ageMs: number) => new Date(now.getTime() - ageMs);
  await forgetSlackRequests(before(KEEP_REQUESTS_MS));
  while (await deliveries.forgetDeliveries(before(KEEP_DELIVERIES_MS), BATCH));
  while (await inbox.forgetNotices(before(KEEP_NOTICES_MS), BATCH));
}
