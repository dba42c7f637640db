import { Random } from "../random";
import type { SeedCall } from "../scenarios";
import { costOf, type Profile, profileAt, usageFor } from "./profiles";
import { type Call, type Fault, idOf, type Run, spanOf, type Turn, timed, traceOf } from "./run";
import { spokenOf } from "./spoken";
import { triedModel } from "./trials";

/** One gated call as it went: asked, decided, run or not. */
export type Episode = {
  readonly runId: string;
  readonly call: SeedCall;
  readonly actionId: string | null;
  readonly askedAt: Date;
  /** When the tool was through, or the agent was told no; null while people are still asked. */
  readonly endedAt: Date | null;
  readonly fault: Fault | null;
};

export const randomOf = (name: string): Random => new Random(Number.parseInt(idOf(name, 8).slice(0, 8), 16));

/** A call of the model that said this. */
export function turnFor(
  random: Random,
  profile: Profile,
  index: number,
  said: Omit<Turn, "ms" | "usage"> & { readonly ms?: number },
): Turn {
  const told = random.next() >= (profile.shareWithoutUsage ?? 0);
  const usage = usageFor(random, profile, index);
  const costUsd = profile.tellsCost === true && told ? costOf(said.model ?? profile.model, usage) : undefined;
  return { ms: random.between(700, 4_200), ...said, usage: told ? usage : null, ...(costUsd === undefined ? {} : { costUsd }) };
}

export const refusedWords = "I was told no. I leave it to the people who asked.";

function lastWords({ fault }: Episode, done: string): string {
  if (fault === null) return done;
  return fault.type === "ReeveDenied" ? refusedWords : `It did not work: ${fault.message} I try again tomorrow.`;
}

/** The run that made a gated call: what the agent looked up, why it called, what came of it. */
export function runOfEpisode(episode: Episode): Run {
  const { runId, call, askedAt, endedAt, fault, actionId } = episode;
  const random = randomOf(runId);
  const own = profileAt(call.agent, call.taskClass, askedAt);
  const profile = { ...own, model: triedModel(call, runId) ?? own.model };
  const { goal, thought, search, result, done } = spokenOf(call);
  const turns: Turn[] = [];
  if (search !== null) {
    const { source, query, found } = search;
    const look: Call = { kind: "retrieval", name: source, args: { query, top_k: 5 }, result: found, ms: random.between(60, 420) };
    turns.push(turnFor(random, profile, 0, { says: "", reasoning: `First I look what we know: ${query}.`, calls: [look] }));
  }
  const gated: Call = {
    kind: "tool",
    name: call.tool,
    args: call.args,
    result,
    ms: (endedAt ?? askedAt).getTime() - askedAt.getTime(),
    spanId: spanOf(runId),
    ...(fault === null ? {} : { fault }),
    ...(actionId === null ? {} : { actionId }),
    ...(endedAt === null ? { isOpen: true } : {}),
  };
  turns.push(turnFor(random, profile, turns.length, { says: "", reasoning: call.reasoning ?? thought, calls: [gated] }));
  if (endedAt !== null) turns.push(turnFor(random, profile, turns.length, { says: lastWords(episode, done), calls: [] }));
  const asked = timed(turns, 0).flatMap(({ calls }) => calls.filter((made) => made.call === gated))[0];
  return {
    ...about(profile, call.agent, runId, random),
    taskClass: call.taskClass,
    initiator: { type: "user", id: call.initiatorEmail },
    goal,
    startMs: askedAt.getTime() - (asked?.startMs ?? 0) - random.between(20, 90),
    turns,
    ...(endedAt === null ? { isOpen: true } : {}),
    ...(fault !== null && fault.type !== "ReeveDenied" && random.chance(0.5) ? { fault } : {}),
  };
}

/** What is the same in all runs of an agent. */
export const about = (profile: Profile, agent: string, runId: string, random: Random) => ({
  traceId: traceOf(runId),
  runId,
  dialect: profile.dialect,
  service: profile.service,
  agent,
  team: profile.team,
  model: profile.model,
  instructions: profile.instructions,
  conversationId: `conv-${random.between(10_000, 99_999)}`,
});
