import { z } from "zod";
import { AgentKey, TeamName } from "@/server/fleet/schema";
import { isId } from "@/server/kernel/ids";
import type { About, FieldSpec } from "./core/fields";
import { type FactsOf, KIND_NAMES, type Kind, specOf } from "./core/kinds";

const recordId = z.string().refine((text) => isId("governanceRecord", text), "is not the id of a record");
const reason = z.string().trim().min(3, "Say why, in a few words.").max(500, "Keep the reason under 500 characters.");
const Moment = z.iso.datetime({ offset: true, error: "Give the time with its zone, as 2026-11-20T16:00:00Z." });
const Link = z.url({ protocol: /^https?$/, error: "Give a link that begins with https://" }).max(2_000);

const subject = <S extends z.ZodType>(schema: S, about: "must" | "may" | undefined) =>
  about === undefined ? null : about === "must" ? schema : schema.nullable().default(null as never);

/** What a record of a kind may be about, as fields of its schema. */
function subjectsOf({ agent, person, team }: About): Record<string, z.ZodType> {
  const all = {
    agent: subject(AgentKey, agent),
    person: subject(z.email("Give the person's e-mail address."), person),
    team: subject(TeamName, team),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([name, schema]) => (schema === null ? [] : [[name, schema]])));
}

const factsOf = (facts: Readonly<Record<string, FieldSpec>>) =>
  z.strictObject(Object.fromEntries(Object.entries(facts).map(([name, { schema }]) => [name, schema])));

function inputOf(kind: Kind) {
  const { about, facts, needsLink = false } = specOf(kind);
  return z.strictObject({
    kind: z.literal(kind),
    happenedAt: Moment,
    ...subjectsOf(about),
    facts: factsOf(facts),
    validUntil: z.iso.date("Give the day as YYYY-MM-DD.").nullable().default(null),
    link: needsLink ? Link : Link.nullable().default(null),
    note: z.string().trim().max(1_000, "Keep the note under 1,000 characters.").nullable().default(null),
    corrects: recordId.nullable().default(null),
  });
}

type InputOf<K extends Kind> = {
  readonly kind: K;
  readonly happenedAt: string;
  readonly agent?: string | null;
  readonly person?: string | null;
  readonly team?: string | null;
  readonly facts: FactsOf<K>;
  readonly validUntil?: string | null;
  readonly link?: string | null;
  readonly note?: string | null;
  /** The record in whose place this one is to stand. */
  readonly corrects?: string | null;
};
/** What one record says: of each kind its own facts, and what it is about. */
export type RecordInput = { [K in Kind]: InputOf<K> }[Kind];

const [first, ...others] = KIND_NAMES.map(inputOf) as [ReturnType<typeof inputOf>, ...ReturnType<typeof inputOf>[]];
export const RecordInputSchema = z.discriminatedUnion("kind", [first, ...others]) as unknown as z.ZodType<RecordInput, RecordInput>;

export type RecordKind = Kind;
/** What people call a kind of record. */
export const kindWords = (kind: RecordKind): string => specOf(kind).label;

/** The criteria that are computed from records of a kind. */
export const criteriaOf = (kind: RecordKind): readonly string[] => specOf(kind).criteria;

export const KindSchema = z.enum(KIND_NAMES);

export const ListRecordsInput = z.object({
  /** Just this record, whatever became of it. */
  id: recordId.optional(),
  kind: KindSchema.optional(),
  /** The agent's name. */
  agent: AgentKey.optional(),
  /** `standing`: neither corrected nor withdrawn. */
  state: z.enum(["standing", "all"]).default("standing"),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListRecordsInput = z.output<typeof ListRecordsInput>;

export const WithdrawInput = z.object({ id: recordId, reason });

/** A record as it is told, to people and machines alike. Times are ISO strings. */
export const RecordResource = z.object({
  id: z.string(),
  kind: KindSchema,
  happenedAt: z.string(),
  validUntil: z.string().nullable(),
  agent: z.string().nullable(),
  person: z.string().nullable(),
  team: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  link: z.string().nullable(),
  note: z.string().nullable(),
  author: z.object({ type: z.enum(["person", "key", "system"]), name: z.string() }),
  recordedAt: z.string(),
  corrects: z.string().nullable(),
  state: z.enum(["standing", "corrected", "withdrawn"]),
  endedAt: z.string().nullable(),
  endReason: z.string().nullable(),
});
export type RecordResource = z.infer<typeof RecordResource>;
export const RecordPage = z.object({ items: z.array(RecordResource), nextCursor: z.string().nullable() });
export type RecordPage = z.infer<typeof RecordPage>;

export type RecordRights = { readonly add: boolean };
/** What a form offers to choose from. */
export type Subjects = {
  readonly agents: readonly string[];
  readonly people: readonly { readonly email: string; readonly name: string }[];
  readonly teams: readonly string[];
};
