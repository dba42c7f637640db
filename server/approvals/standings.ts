import { namesOf } from "@/server/identity/names";
import type { AskedPeople } from "@/server/traces/standings";
import { listStandings } from "./standing-store";

/** What people were asked about these actions and who said what, by action: names and moments, none of their words. */
export async function standingsOf(actionIds: readonly string[]): Promise<ReadonlyMap<string, AskedPeople>> {
  const rows = actionIds.length === 0 ? [] : await listStandings(actionIds);
  const names = await namesOf([...new Set(rows.flatMap(({ decidedById, groupIds }) => [...groupIds, decidedById ?? []].flat()))]);
  return new Map(
    rows.map(({ actionId, state, groupIds, createdAt, dueAt, decidedAt, decidedById }) => [
      actionId,
      {
        state,
        asks: groupIds.flatMap((id) => names[id] ?? []),
        askedMs: createdAt.getTime(),
        dueMs: dueAt.getTime(),
        decidedMs: decidedAt?.getTime() ?? null,
        by: decidedById === null ? null : (names[decidedById] ?? null),
      },
    ]),
  );
}
