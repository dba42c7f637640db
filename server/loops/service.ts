import { type LoopedRun, looped, repeatsInRun } from "@/server/actions/loops";
import * as audit from "@/server/audit/service";
import { readAgent } from "@/server/fleet/agents";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { remembered } from "@/server/platform/remembered";
import { inTransaction, type PgTx } from "@/server/platform/tx";
import { access } from "./access";
import { DEFAULT_LIMIT, detectLoop, type LoopLimit } from "./core/detect";
import * as store from "./limit-store";
import type { DropLimitInput, LoopLimitInput, ShownLimit } from "./schema";

const REMEMBERED_MS = 5_000;
const CAUGHT_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

const limits = remembered(REMEMBERED_MS, () => store.listLimitRows());

/** The limit that an agent falls under: its own, or that of everyone. */
export async function limitOf(agent: string): Promise<LoopLimit> {
  const rows = await limits("all");
  return rows.find((row) => row.agent === agent) ?? rows.find((row) => row.agent === null) ?? DEFAULT_LIMIT;
}

type Asking = { readonly agentName: string; readonly runId: string; readonly toolName: string; readonly digest: string };

/** What to tell an agent whose call is one too many within its run, or null. Read in the transaction that decides. */
export async function findLoop(tx: PgTx, asking: Asking, limit: LoopLimit, now: Date): Promise<string | null> {
  if (!limit.isOn) return null;
  const since = new Date(now.getTime() - limit.windowMinutes * 60_000);
  return detectLoop(limit, await repeatsInRun(tx, asking, since), asking.toolName);
}

export type LoopPage = {
  readonly can: { readonly edit: boolean };
  readonly everyone: ShownLimit;
  readonly agents: readonly ShownLimit[];
  /** Runs that were refused for a loop in the last days, the newest first. */
  readonly caught: readonly LoopedRun[];
  readonly caughtDays: number;
};

/** The limits, and what they caught. */
export async function readLoops(actor: PersonActor): Promise<Result<LoopPage>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the limits of loops.");
  const since = new Date(clock.now().getTime() - CAUGHT_DAYS * DAY_MS);
  const [rows, caught] = await Promise.all([store.listLimitRows(), looped(since)]);
  const everyone = rows.find((row) => row.agent === null);
  return ok({
    can: { edit: access.edit(actor) },
    everyone: everyone === undefined ? { agent: null, revision: 0, isDefault: true, ...DEFAULT_LIMIT } : { ...everyone, isDefault: false },
    agents: rows.filter((row) => row.agent !== null).map((row) => ({ ...row, isDefault: false })),
    caught,
    caughtDays: CAUGHT_DAYS,
  });
}

/** Sets the limit of an agent, or of everyone. The gate follows it within seconds. */
export async function setLimit(actor: Actor, input: LoopLimitInput): Promise<Result<{ revision: number }>> {
  if (!access.edit(actor)) return refuse("forbidden", "Only operators may set limits of loops.");
  const { agent, revision, ...limit } = input;
  if (agent !== null && !(await readAgent(actor, agent)).ok) return refuseAt("agent", `No agent is called ${agent}.`);
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ revision: number }>> => {
    if (!(await store.saveLimit(tx, input, now))) return changed();
    await record(tx, actor, "loop_limit.changed", agent, { revision: revision + 1, ...limit }, now);
    return ok({ revision: revision + 1 });
  });
}

/** Takes an agent's own limit away: that of everyone holds for it again. */
export async function dropLimit(actor: Actor, { agent, revision }: DropLimitInput): Promise<Result<void>> {
  if (!access.edit(actor)) return refuse("forbidden", "Only operators may set limits of loops.");
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<void>> => {
    if (!(await store.dropLimit(tx, agent, revision))) return changed();
    await record(tx, actor, "loop_limit.dropped", agent, {}, now);
    return ok(undefined);
  });
}

const changed = () => refuse("conflict", "Someone else changed this limit meanwhile. Load the page again, then repeat your change.");
const refuseAt = (path: string, message: string) => refuse("invalid_request", message, { errors: [{ path, message }] });

type Kind = "loop_limit.changed" | "loop_limit.dropped";
type Entry = Parameters<typeof audit.append>[1];

const record = (tx: Parameters<typeof audit.append>[0], actor: Actor, kind: Kind, agent: string | null, data: Entry["data"], now: Date) =>
  audit.append(tx, {
    kind,
    actor: audit.entryActor(actor),
    subject: { type: "loop_limit", id: agent ?? "everyone" },
    ...(agent === null ? {} : { agentName: agent }),
    occurredAt: now,
    data,
  });
