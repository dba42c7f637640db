import { listChanged, listTraced, type Places, type TracedAction } from "./traced-store";

export type { Places, TracedAction };

/** The actions that steps of traces may have carried out: those they name, and those of their traces and runs. For services, never for screens. */
export const tracedActions = (
  ids: ReadonlySet<string>,
  traceIds: ReadonlySet<string>,
  runIds: ReadonlySet<string>,
): Promise<readonly TracedAction[]> => {
  if (ids.size + traceIds.size + runIds.size === 0) return Promise.resolve([]);
  return listTraced([...ids], [...traceIds], [...runIds]);
};

/** The traces and runs of actions that were proposed or consumed since a moment. For services, never for screens. */
export const placesChangedSince = (since: Date): Promise<Places> => listChanged(since);
