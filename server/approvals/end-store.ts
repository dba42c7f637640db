import { queryRows, type ReadTx } from "@/server/platform/tx";

/** A request that ended, with whom that concerns beside those who were asked. */
export type Ended = {
  readonly id: string;
  readonly title: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly initiatorPersonId: string | null;
  readonly ownerId: string | null;
  /** Whose votes on it counted. */
  readonly voterIds: readonly string[];
};

export const listEnded = (tx: ReadTx, ids: readonly string[]): Promise<Ended[]> =>
  queryRows(
    tx,
    `select p.id, p.title, p.agent_name as "agentName", p.tool_name as "toolName", p.initiator_person_id as "initiatorPersonId",
       g.owner_id as "ownerId", array(select distinct v.person_id from vote v
         join vote_outcome o on o.vote_id = v.id and o.outcome = 'effective' where v.approval_id = p.id) as "voterIds"
     from approval p left join agent g on g.name = p.agent_name where p.id = any($1::text[])`,
    [...ids],
  );
