import { type AskedRow, listAsked, listWaiting } from "./asked-store";
import { DECISION_OF, type Decision } from "./core/states";

export type AskedAction = Omit<AskedRow, "state"> & {
  readonly decision: Decision;
  /** Whether it was allowed, and that ended before it was used. */
  readonly isTakenBack: boolean;
};

const toAsked = ({ state, ...row }: AskedRow): AskedAction => ({
  ...row,
  decision: DECISION_OF[state],
  isTakenBack: state === "revoked",
});

/** What was asked of the gate in these traces, and in these runs without a trace, oldest first. For services, never for screens. */
export const askedIn = async (traceIds: readonly string[], runIds: readonly string[]): Promise<readonly AskedAction[]> =>
  traceIds.length + runIds.length === 0 ? [] : (await listAsked(traceIds, runIds)).map(toAsked);

/** The traces and the runs that wait for people at this moment. */
export const waitingPlaces = (): Promise<readonly { readonly traceId: string | null; readonly runId: string | null }[]> => listWaiting();
