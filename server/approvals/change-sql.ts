/** Every change moves `updated_at` on by the one clock that all processes share, so that whoever watches by it sees each one. */
export const CHANGED_NOW = "updated_at = greatest(clock_timestamp(), p.updated_at + interval '1 millisecond')";

/** A change of the state or of what is asked: the revision counts it, and a claim does not outlive it. */
export const MOVED = `revision = p.revision + 1, claims = '{}', settles_at = null, ${CHANGED_NOW}`;

/** What whoever changed a request gets back of it, for the record and for other domains. */
export type Touched = { readonly id: string; readonly actionId: string; readonly agentName: string; readonly revision: number };
export const TOUCHED = `returning p.id, p.action_id as "actionId", p.agent_name as "agentName", p.revision`;

/** How many others than `person` hold a request at a moment. All are placeholders or column expressions. */
export const heldByOthers = (person: string, at: string): string =>
  `(select count(*) from jsonb_each_text(p.claims) c where c.key <> ${person} and c.value::timestamptz > ${at})`;

/** The claims that last at a moment, with `person` holding until `until`. */
export const claimsWith = (person: string, until: string, at: string): string =>
  `(select coalesce(jsonb_object_agg(c.key, c.value), '{}') from jsonb_each_text(p.claims) c where c.value::timestamptz > ${at})
     || jsonb_build_object(${person}, least(${until}, p.expires_at))`;
