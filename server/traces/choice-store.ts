import { pool } from "@/server/platform/db";

/** As many of one kind as one looks through to choose from. */
const MOST = 200;

type Choice = { readonly facet: string; readonly value: string };

/** What runs since a moment were counted by, hour by hour: of each kind those of the most runs. */
export async function listFacets(facets: readonly string[], since: Date): Promise<Choice[]> {
  const { rows } = await pool().query<Choice>({
    text: `select c.facet, c.value from unnest($1::text[]) as f (facet) cross join lateral (
        select facet, value from trace_hour where facet = f.facet and hour >= $2::timestamptz group by 1, 2 order by sum(runs) desc, value limit ${MOST}) c`,
    values: [facets, since],
  });
  return rows;
}

/** Who began runs, by name: from one to the next along the index, however many runs each began. */
export async function listInitiators(): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>({
    text: `with recursive found as (
        (select initiator_id as id, 1 as n from trace where initiator_id is not null order by initiator_id limit 1)
        union all
        select next.id, found.n + 1 from found cross join lateral
          (select initiator_id as id from trace where initiator_id > found.id order by initiator_id limit 1) next where found.n < ${MOST})
      select id from found`,
    values: [],
  });
  return rows.map(({ id }) => id);
}
