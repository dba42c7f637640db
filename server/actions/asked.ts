import { type AskedRow, findAsked, listAsked, listTurned, type Turned } from "./asked-store";
import { DECISION_OF, type Decision } from "./core/states";
import { lastEvent } from "./event-store";

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

/** In which of these traces, and of these runs without a trace, anything was asked of the gate. For services, never for screens. */
export async function whereAsked(
  traceIds: readonly string[],
  runIds: readonly string[],
): Promise<{ readonly traceIds: ReadonlySet<string>; readonly runIds: ReadonlySet<string> }> {
  const found = await findAsked(traceIds, runIds);
  return { traceIds: new Set(found.traceIds), runIds: new Set(found.runIds) };
}

/** How far back a process looks that has just begun: what was decided while no worker ran. */
const LOOKED_BACK = 5_000n;

/** Where a process begins that follows what is decided. For services, never for screens. */
export async function whereToFollow(): Promise<bigint> {
  const last = await lastEvent();
  return last > LOOKED_BACK ? last - LOOKED_BACK : 0n;
}

/** In which traces and runs decisions changed since. For services, never for screens. */
export const turnedAfter = (after: bigint): Promise<Turned> => listTurned(after);
