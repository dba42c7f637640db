import { type AskedAction, listAsked, listWaiting } from "./asked-store";

export type { AskedAction };

/** What was asked of the gate in these traces, and in these runs without a trace, oldest first. For services, never for screens. */
export const askedIn = (traceIds: readonly string[], runIds: readonly string[]): Promise<readonly AskedAction[]> =>
  traceIds.length + runIds.length === 0 ? Promise.resolve([]) : listAsked(traceIds, runIds);

/** The traces and the runs that wait for people at this moment. */
export const waitingPlaces = (): Promise<readonly { readonly traceId: string | null; readonly runId: string | null }[]> => listWaiting();
