import type { PersonActor } from "@/server/platform/actor";
import { displaceOldest } from "@/server/platform/slots";
import { type TrackedEvent, watchChanges } from "./live";

/** A browser has one stream for all its tabs; each asks the database now and then. */
export const STREAMS_A_PERSON = 20;

/** The changes as `watchChanges` tells them. When a person opens too many streams the oldest ends: perhaps nobody reads it any more. */
export async function* watchInPlace(actor: PersonActor, lastEventId: string | null, gone: AbortSignal): AsyncGenerator<TrackedEvent> {
  const place = displaceOldest(`changes:${actor.id}`, STREAMS_A_PERSON);
  try {
    yield* watchChanges(actor, lastEventId, AbortSignal.any([gone, place.signal]));
  } finally {
    place.leave();
  }
}
