import { z } from "zod";
import type { Criterion } from "./rubric";
import type { State } from "./state";

const ControlSchema = z.strictObject({
  ref: z.string().min(1),
  title: z.string().optional(),
  /** Whom it binds. */
  role: z.string().optional(),
  /** How far what Reeve records can go: the whole of it, a part, or nothing. */
  reach: z.enum(["full", "part", "none"]),
  /** What Reeve's own data has of it. */
  evidence: z.string().min(1),
  note: z.string().optional(),
  /** What the rubric calls it. */
  refs: z.array(z.string()).min(1),
});

const MappingSchema = z.strictObject({
  version: z.string().regex(/^\d{4}\.\d+$/),
  clock: z.strictObject({
    source: z.string(),
    note: z.string(),
    dates: z.array(z.strictObject({ from: z.iso.date(), what: z.string() })),
  }),
  frameworks: z.array(
    z.strictObject({ id: z.string().regex(/^[a-z0-9-]+$/), name: z.string(), source: z.string(), controls: z.array(ControlSchema) }),
  ),
});

export type Mapping = z.infer<typeof MappingSchema>;
type Control = z.infer<typeof ControlSchema>;

/** Reads a version of the mapping; throws on anything that is not one, since it comes with the product. */
export const parseMapping = (data: unknown): Mapping => MappingSchema.parse(data);

/**
 * What Reeve's own data evidences of a control: all that it can, a part, nothing yet although it could, or nothing, whatever is
 * done here. None of them says that the control is fulfilled.
 */
export const EVIDENCE = ["present", "partial", "nothing_yet", "not_here"] as const;
export type Evidenced = (typeof EVIDENCE)[number];

export type Mapped = {
  readonly id: string;
  readonly text: string;
  readonly state: State | null;
  /** Nobody has checked this mapping against what was published. */
  readonly isUnverified: boolean;
};

export type ControlRow = Omit<Control, "refs" | "title" | "role" | "note"> & {
  readonly title: string | null;
  readonly role: string | null;
  readonly note: string | null;
  readonly evidenced: Evidenced;
  readonly criteria: readonly Mapped[];
};

/** Met criteria evidence; what does not apply neither adds nor takes. What reaches a part only is never more than that. */
export function evidencedBy(reach: Control["reach"], criteria: readonly Pick<Mapped, "state">[]): Evidenced {
  const counted = criteria.filter(({ state }) => state !== "not_applicable");
  if (reach === "none" || criteria.length === 0) return "not_here";
  const met = counted.filter(({ state }) => state === "met").length;
  if (met === 0) return "nothing_yet";
  return reach === "full" && met === counted.length ? "present" : "partial";
}

/** The controls of one framework: those of the mapping in its order, then what the rubric alone maps, of which a part is evidenced at most. */
export function controlsOf(
  { source, controls }: Mapping["frameworks"][number],
  criteria: readonly Criterion[],
  states: ReadonlyMap<string, State>,
): ControlRow[] {
  const mapped = Map.groupBy(
    criteria.flatMap(({ id, text, maps }) =>
      maps
        .filter(({ framework }) => framework === source)
        .map(({ ref, isUnverified }) => ({ ref, criterion: { id, text, state: states.get(id) ?? null, isUnverified } })),
    ),
    ({ ref }) => ref,
  );
  const known = new Set(controls.flatMap(({ refs }) => refs));
  const others = [...mapped.keys()]
    .filter((ref) => !known.has(ref))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((ref): Control => ({ ref, reach: "part", evidence: "what the criteria below measure", refs: [ref] }));
  return [...controls, ...others].map(({ refs, title = null, role = null, note = null, ...control }) => {
    const own = new Map(refs.flatMap((ref) => mapped.get(ref) ?? []).map(({ criterion }) => [criterion.id, criterion]));
    const found = [...own.values()];
    return { ...control, title, role, note, evidenced: evidencedBy(control.reach, found), criteria: found };
  });
}
