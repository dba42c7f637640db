import type { Call, Priced, ToldUsage } from "@/server/kernel/cost";
import type { Dimension } from "./cost";
import { type Countable, countCalls, type Verdict } from "./counting";
import { inherited, layOut, type Placed } from "./tree";

/** A step as far as its cost goes. */
export type Bookable = Countable &
  Omit<ToldUsage, "input" | "output"> & {
    readonly spanId: string;
    readonly parentId: string | null;
    readonly agent: string | null;
    readonly team: string | null;
    readonly taskClass: string | null;
    readonly environment: string | null;
    readonly provider: string | null;
    readonly serviceTier: string | null;
    readonly person: string | null;
  };

/** What the trace says where none of its steps above does, and where agents stand. */
export type Around = {
  readonly agent: string | null;
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly person: string | null;
  readonly placeOf: (agent: string) => { readonly team: string | null; readonly environment: string } | undefined;
};

/** The person who began something, as its sender says; what a schedule or another agent began, no person did. */
export const personOf = (initiatorType: string | null, initiatorId: string | null): string | null =>
  initiatorType === "user" || initiatorType === "person" || initiatorType === "human" ? initiatorId : null;

export type Booked = { readonly verdict: Verdict; readonly priced: Priced | null; readonly dimension: Dimension | null };

type Price = (call: Call) => Priced;

/** The one model that the steps below a place name; none when they name several. */
function modelBelow(steps: readonly Bookable[], placed: readonly Placed[], place: number): Pick<Bookable, "model" | "provider"> {
  const depth = placed[place]?.depth ?? 0;
  const found = new Map<string, Pick<Bookable, "model" | "provider">>();
  for (let i = place + 1; (placed[i]?.depth ?? -1) > depth; i += 1) {
    const step = steps[placed[i]?.index ?? -1];
    if (step !== undefined && step.kind === "llm" && step.model !== null) found.set(`${step.provider} ${step.model}`, step);
  }
  const [only] = [...found.values()];
  return found.size === 1 && only !== undefined ? only : { model: null, provider: null };
}

function priceStep(step: Bookable, named: Pick<Bookable, "model" | "provider">, price: Price): Priced {
  const { inputTokens: input, outputTokens: output, cacheRead, cacheWrite, cacheWrite1h, reasoning, serviceTier } = step;
  const usage = { input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning };
  const { model, provider } = named;
  const startedMs = Math.floor(step.startedUs / 1_000);
  return price({ ...usage, model, provider, serviceTier, startedMs, hasFailed: step.status === "error" });
}

type Said = { readonly [K in "team" | "taskClass" | "environment" | "person"]: string | null | undefined };

/** What a call is counted under: as the steps say, else the trace, else where its agent stands. */
const dimensionOf = (said: Said, priced: Priced, agent: string | null, around: Around, at: ReturnType<Around["placeOf"]>): Dimension => ({
  agent,
  team: said.team ?? around.team ?? at?.team ?? null,
  taskClass: said.taskClass ?? around.taskClass,
  model: priced.model,
  provider: priced.provider,
  environment: said.environment ?? at?.environment ?? null,
  person: said.person ?? around.person,
});

/**
 * Which steps of a trace count, what each of them costs and what it is counted under: the agent, task class and team that
 * it says itself, or the nearest step above it, or the trace. In the order of the steps.
 */
export function bookCalls(steps: readonly Bookable[], around: Around, price: Price, isSettled: boolean): readonly Booked[] {
  const placed = layOut(steps.map(({ spanId, parentId, startedUs }) => ({ spanId, parentId, startedUs })));
  const verdicts = countCalls(steps, placed, isSettled);
  const ofStep = (pick: (step: Bookable) => string | null) =>
    inherited(placed, (index) => {
      const step = steps[index];
      return step === undefined ? null : pick(step);
    });
  const agents = ofStep(({ agent }) => agent);
  const teams = ofStep(({ team }) => team);
  const tasks = ofStep(({ taskClass }) => taskClass);
  const environments = ofStep(({ environment }) => environment);
  const people = ofStep(({ person }) => person);
  const booked: Booked[] = steps.map(() => ({ verdict: "no_call", priced: null, dimension: null }));
  placed.forEach(({ index }, place) => {
    const [step, verdict = "no_call"] = [steps[index], verdicts[place]];
    booked[index] = { verdict, priced: null, dimension: null };
    if (step === undefined || verdict !== "counted") return;
    const priced = priceStep(step, step.model === null ? modelBelow(steps, placed, place) : step, price);
    const agent = agents[place] ?? around.agent;
    const at = agent === null ? undefined : around.placeOf(agent);
    const said = { team: teams[place], taskClass: tasks[place], environment: environments[place], person: people[place] };
    booked[index] = { verdict, priced, dimension: dimensionOf(said, priced, agent, around, at) };
  });
  return booked;
}
