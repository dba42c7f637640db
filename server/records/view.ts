import { namesOf as actorNamesOf } from "@/server/identity/names";
import type { Kind } from "./core/kinds";
import { namesOf } from "./naming";
import type { RecordResource } from "./schema";
import { listCorrected, type RecordRow } from "./store";

const WORDS = { person: "Someone unknown", key: "An API key", system: "Reeve" } as const;

const dayOf = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null;

/** Records as people and machines read them, in the order given. */
export async function toResources(rows: readonly RecordRow[]): Promise<RecordResource[]> {
  const [names, actors, corrected] = await Promise.all([
    namesOf(rows),
    actorNamesOf([...new Set(rows.flatMap(({ authorId }) => authorId ?? []))]),
    listCorrected(rows.flatMap(({ id, endedAt }) => (endedAt === null ? [] : [id]))),
  ]);
  const nameIn = (of: ReadonlyMap<string, string>, id: string | null) => (id === null ? null : (of.get(id) ?? null));
  return rows.map((row) => {
    const type = row.authorType as RecordResource["author"]["type"];
    return {
      id: row.id,
      kind: row.kind as Kind,
      happenedAt: row.happenedAt.toISOString(),
      validUntil: dayOf(row.validUntil),
      agent: nameIn(names.agents, row.agentId),
      person: nameIn(names.people, row.personId),
      team: nameIn(names.teams, row.teamId),
      facts: row.facts as RecordResource["facts"],
      link: row.link,
      note: row.note,
      author: { type, name: (row.authorId === null ? undefined : actors[row.authorId]) ?? WORDS[type] },
      recordedAt: row.recordedAt.toISOString(),
      corrects: row.supersedesId,
      state: row.endedAt === null ? "standing" : corrected.has(row.id) ? "corrected" : "withdrawn",
      endedAt: row.endedAt?.toISOString() ?? null,
      endReason: row.endReason,
    };
  });
}
