import { actionsByIdHot, eventsAfter, lastEvent } from "@/server/actions/lifecycle";
import type { ActionAnswer } from "@/server/actions/schema";
import { stillStands } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { answersOf } from "./answers";

const POLL_MS = 250;
const PAGE = 100;
/** A line on which nothing happens asks this often whether its key still stands. */
const KEY_CHECK_MS = 5_000;

/** The newest event that anyone in this process was told of, and when that was asked: one question serves every stream. */
type Head = { readonly askedAtMs: number; readonly seq: Promise<bigint> };
const shared = globalThis as typeof globalThis & { reeveStreamHead?: Head };

function head(): Promise<bigint> {
  const nowMs = performance.now();
  if (shared.reeveStreamHead === undefined || nowMs - shared.reeveStreamHead.askedAtMs >= POLL_MS) {
    shared.reeveStreamHead = { askedAtMs: nowMs, seq: lastEvent() };
  }
  return shared.reeveStreamHead.seq;
}

/** Where a stream begins: after the cursor, or, without one, after what there is by now. */
export async function startOfStream(cursor: string | null): Promise<Result<bigint>> {
  if (cursor === null || cursor === "") return ok(await lastEvent());
  if (/^\d{1,18}$/.test(cursor)) return ok(BigInt(cursor));
  const message = "is not one that this stream gave";
  return refuse("invalid_request", `cursor: ${message}.`, { errors: [{ path: "cursor", message }] });
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, POLL_MS);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });

/** One event: the action as it is now, and the cursor after it. Null now and then, so that the line shows that it lives. */
export type Decision = { readonly cursor: bigint; readonly answer: ActionAnswer };

/** Whether the key of a stream still stands, asked again before anything is told and every few seconds of silence. */
function keyWatch(actor: KeyActor): (isToTell: boolean) => Promise<boolean> {
  let checkedAtMs = performance.now();
  return async (isToTell) => {
    if (!isToTell && performance.now() - checkedAtMs < KEY_CHECK_MS) return true;
    checkedAtMs = performance.now();
    return stillStands(actor);
  };
}

/** The decisions of one key's actions from a cursor on, until the caller is gone or the key is revoked. */
export async function* decisions(actor: KeyActor, from: bigint, signal: AbortSignal): AsyncGenerator<Decision | null> {
  let cursor = from;
  const isKeyGood = keyWatch(actor);
  while (!signal.aborted) {
    const events = (await head()) > cursor ? await eventsAfter(actor.id, cursor, PAGE) : [];
    if (!(await isKeyGood(events.length > 0))) return;
    const rows = await actionsByIdHot([...new Set(events.map((event) => event.actionId))]);
    const answers = new Map((await answersOf(rows)).map((answer) => [answer.id, answer]));
    for (const { seq, actionId } of events) {
      const answer = answers.get(actionId);
      if (answer) yield { cursor: seq, answer };
      cursor = seq;
    }
    if (events.length === PAGE) continue;
    yield null;
    await pause(signal);
  }
}
