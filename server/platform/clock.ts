import { AsyncLocalStorage } from "node:async_hooks";

const pretended = new AsyncLocalStorage<Date>();

/** The time of this process. Services ask here and hand the answer to cores, which never look themselves. */
export const clock = {
  /** When things happen: the present, or the moment that the demo seed replays. */
  now: (): Date => pretended.getStore() ?? new Date(),
  /** When things are written down: always the present. */
  recording: (): Date => new Date(),
};

/** Runs `work` as if it happened at `moment`. For the demo seed alone: what it writes still says when it was recorded. */
export const happeningAt = <T>(moment: Date, work: () => Promise<T>): Promise<T> => pretended.run(moment, work);
