import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { type ControlRow, controlsOf, type Mapping, parseMapping } from "./core/controls";
import mapping from "./frameworks/2026-1.json";
import { readNewest } from "./newest";
import { RUBRIC } from "./rubrics";

const MAPPING = parseMapping(mapping);

export type Frameworks = {
  /** When the states were found; null before the first evaluation. */
  readonly at: string | null;
  readonly rubricVersion: string;
  readonly mappingVersion: string;
  readonly frameworks: readonly {
    readonly id: string;
    readonly name: string;
    readonly source: string;
    readonly controls: readonly ControlRow[];
  }[];
  readonly clock: Mapping["clock"];
};

/** What of published frameworks Reeve's own data evidences, by the states of the newest snapshot. */
export async function readFrameworks(actor: PersonActor): Promise<Result<Frameworks>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the control mapping.");
  const known = await readNewest();
  const states = new Map([...(known?.rows ?? [])].map(([id, { state }]) => [id, state]));
  return ok({
    at: known?.snapshot.at.toISOString() ?? null,
    rubricVersion: known?.snapshot.rubricVersion ?? RUBRIC.version,
    mappingVersion: MAPPING.version,
    frameworks: MAPPING.frameworks.map((one) => {
      const { id, name, source } = one;
      return { id, name, source, controls: controlsOf(one, RUBRIC.criteria, states) };
    }),
    clock: MAPPING.clock,
  });
}
