import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { listFacets, listInitiators } from "./choice-store";

const DAY_MS = 86_400_000;
const DAYS = 90;
const KINDS = { agents: "agent", teams: "team", tasks: "task", tools: "tool", models: "model" } as const;

/** What a list of traces can be narrowed to; of what is younger than its count by the hour, the newest runs tell. */
type TraceChoices = { readonly [kind in keyof typeof KINDS | "people"]: readonly string[] };

/** What the runs of the last 90 days offer to choose from, of each kind those of the most runs, and who began runs. */
export async function listChoices(actor: Actor): Promise<Result<TraceChoices>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const since = new Date(clock.now().getTime() - DAYS * DAY_MS);
  const [found, people] = await Promise.all([listFacets(Object.values(KINDS), since), listInitiators()]);
  const of = (facet: string) => found.flatMap((one) => (one.facet === facet ? [one.value] : []));
  const { agents, teams, tasks, tools, models } = KINDS;
  return ok({ agents: of(agents), teams: of(teams), tasks: of(tasks), tools: of(tools), models: of(models), people });
}
