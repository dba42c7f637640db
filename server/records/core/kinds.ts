import type { z } from "zod";
import { AGENT_KINDS } from "./agent-kinds";
import type { KindSpec } from "./fields";
import { HOUSE_KINDS } from "./house-kinds";

/** Every kind of record: what it says, what it is about and what it holds. */
export const KINDS = { ...AGENT_KINDS, ...HOUSE_KINDS } as const satisfies Readonly<Record<string, KindSpec>>;
export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as [Kind, ...Kind[]];

/** The facts of a kind as they are stored. */
export type FactsOf<K extends Kind> = {
  readonly [F in keyof (typeof KINDS)[K]["facts"]]: (typeof KINDS)[K]["facts"][F] extends { readonly schema: infer S extends z.ZodType }
    ? z.output<S>
    : never;
};

/** The kind's description, whichever kind it is. */
export const specOf = (kind: Kind): KindSpec => KINDS[kind];

/** The kinds from which a criterion is computed. */
export const kindsOf = (criterion: string): readonly Kind[] => KIND_NAMES.filter((kind) => specOf(kind).criteria.includes(criterion));

const orderOf = (value: unknown): number | null =>
  typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : null;

/** The facts that say more than they can, each with what is wrong about it. */
export function faultsOf(
  kind: Kind,
  facts: Readonly<Record<string, unknown>>,
): readonly { readonly path: string; readonly message: string }[] {
  const spec = specOf(kind);
  return (spec.atMost ?? []).flatMap(([less, more]) => {
    const [a, b] = [orderOf(facts[less]), orderOf(facts[more])];
    if (a === null || b === null || a <= b) return [];
    const verb = typeof facts[less] === "number" ? "be more than" : "be later than";
    return [{ path: less, message: `May not ${verb} “${spec.facts[more]?.label ?? more}”.` }];
  });
}
