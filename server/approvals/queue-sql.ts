import type { Position } from "@/server/kernel/cursor";
import { CHANGED_NOW, claimsWith, TOUCHED } from "./change-sql";
import type { Decider } from "./core/why-not";
import type { QueueInput } from "./schema";

export type Statement = { readonly sql: string; readonly values: readonly unknown[] };

/** Collects the values of one statement: `add` answers the placeholder. */
function parameters(now: Date) {
  const values: unknown[] = [];
  const add = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  let at: string | undefined;
  // A statement may not name a moment: PostgreSQL refuses values that nothing refers to.
  const addNow = (): string => {
    at ??= add(now, "timestamptz");
    return at;
  };
  return { values, add, addNow };
}
type Parameters = Pick<ReturnType<typeof parameters>, "add" | "addNow">;

type Candidate = Pick<Decider, "id" | "groupIds" | "onCallIds" | "ownedAgents">;

/** `standingOf` of the core, as a condition: the same law, asked of many rows at once. */
function mayDecide(decider: Decider, add: Parameters["add"]): string {
  if (!decider.isApprover) return "false";
  const notExcluded = ({ id, ownedAgents }: Candidate): string[] =>
    decider.isSingleOperator
      ? []
      : [`not (p.excluded ? ${add(id, "text")})`, `not (p.agent_name = any(${add([...ownedAgents], "text[]")}))`];
  const asked = ({ id, groupIds, onCallIds }: Candidate): string =>
    `(cardinality(p.group_ids) + cardinality(p.person_ids) + cardinality(p.on_call_ids) = 0 or p.group_ids && ${add([...groupIds], "text[]")}
      or p.person_ids @> array[${add(id, "text")}] or p.on_call_ids && ${add([...onCallIds], "text[]")})`;
  const within = (column: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`p.${column} = any(${add(names, "text[]")})`];
  const forOthers = decider.standsInFor.map((delegator) =>
    [
      asked(delegator),
      ...notExcluded(delegator),
      ...within("agent_name", delegator.agents),
      ...within("tool_name", delegator.tools),
      `not (p.voter_ids @> array[${add(delegator.id, "text")}])`,
    ].join(" and "),
  );
  const ways = [asked(decider), ...forOthers.map((way) => `(${way})`)];
  return ["p.slots > 0", `not (p.voter_ids @> array[${add(decider.id, "text")}])`, ...notExcluded(decider), `(${ways.join(" or ")})`].join(
    " and ",
  );
}

/** What `%` and `_` stand for is not for people to know: they look for the characters. */
const contains = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

// States stand in the statements literally, and each once: the partial indexes of the queue are built on them, and
// saying it twice makes the planner expect far too few rows.
const OPEN = "p.state in ('pending', 'frozen')";

function conditionOfTab(tab: QueueInput["tab"], decider: Decider, { add, addNow }: Parameters): string {
  switch (tab) {
    case "forMe":
      // Nearly everything pending is in time. Written plainly the planner takes it for rare (past rows hardly are), goes by
      // expiry and sorts all of it; as a sum it leaves the order of the queue to lead: 1 ms instead of 15.
      return `p.state = 'pending' and p.expires_at + interval '0' > ${addNow()} and ${mayDecide(decider, add)}`;
    case "heldByMe":
      return `p.state = 'pending' and p.claims <> '{}' and (p.claims ->> ${add(decider.id, "text")})::timestamptz > ${addNow()}`;
    case "all":
      return OPEN;
  }
}

function conditionsOf(input: QueueInput, decider: Decider, parameters: Parameters): string[] {
  const { add } = parameters;
  const conditions = [conditionOfTab(input.tab, decider, parameters)];
  if (input.risk.length > 0) conditions.push(`p.risk_tier = any(${add(input.risk, "text[]")})`);
  if (input.agent !== undefined) conditions.push(`p.agent_name = ${add(input.agent, "text")}`);
  if (input.tool !== undefined) conditions.push(`p.tool_name = ${add(input.tool, "text")}`);
  if (input.text !== undefined) {
    const pattern = add(contains(input.text), "text");
    conditions.push(`(p.title ilike ${pattern} or p.agent_name ilike ${pattern} or p.tool_name ilike ${pattern})`);
  }
  return conditions;
}

const ORDER = {
  urgency: { column: "urgency_at", direction: "asc", after: ">" },
  newest: { column: "created_at", direction: "desc", after: "<" },
} as const satisfies Record<QueueInput["sort"], { column: string; direction: string; after: string }>;

/** One page of the queue and one row more, after `position`. `columns` are those of a row, prefixed with `p.`. */
export function queuePage(columns: string, input: QueueInput, decider: Decider, position: Position | null, now: Date): Statement {
  const { values, add, addNow } = parameters(now);
  const { column, direction, after } = ORDER[input.sort];
  const conditions = conditionsOf(input, decider, { add, addNow });
  if (position !== null) {
    conditions.push(`(p.${column}, p.id) ${after} (${add(position.at, "timestamptz")}, ${add(position.id, "text")})`);
  }
  // What the agent stated about the impact stands with the action; only the rows of this page are looked up.
  const sql = `with page as (
      select p.* from approval p where ${conditions.join(" and ")}
      order by p.${column} ${direction}, p.id ${direction} limit ${add(input.limit + 1, "int")})
    select ${columns} from page p left join action a on a.id = p.action_id order by p.${column} ${direction}, p.id ${direction}`;
  return { sql, values };
}

/** How many are open, due soon, held: one pass over what is open. */
export function queueCounts(decider: Decider, now: Date, soon: Date): Statement {
  const { values, add, addNow } = parameters(now);
  const at = addNow();
  const until = add(soon, "timestamptz");
  const breached = `state = 'pending' and due_at <= ${at}`;
  const dueSoon = `state = 'pending' and due_at > ${at} and due_at <= ${until}`;
  const sql = `with open as materialized (
      select p.state, p.due_at, (${conditionOfTab("forMe", decider, { add, addNow })}) as for_me, (${conditionOfTab("heldByMe", decider, { add, addNow })}) as held
      from approval p where ${OPEN})
    select count(*)::int as "all",
      count(*) filter (where for_me)::int as "forMe",
      count(*) filter (where held)::int as "heldByMe",
      count(*) filter (where ${breached})::int as "breached",
      count(*) filter (where ${dueSoon})::int as "dueWithinHour",
      count(*) filter (where for_me and ${breached})::int as "forMeBreached",
      count(*) filter (where for_me and ${dueSoon})::int as "forMeDueWithinHour"
    from open`;
  return { sql, values };
}

/**
 * Gives the most urgent request that this person may decide and nobody holds to this person. What others hold is not
 * passed over: its index has the free ones apart. Rows that another caller is taking at the same moment are skipped, so
 * that the same one never goes to two people.
 */
export function takeMostUrgent(decider: Decider, until: Date, now: Date): Statement {
  const { values, add, addNow } = parameters(now);
  const at = addNow();
  const me = add(decider.id, "text");
  const mine = `${conditionOfTab("forMe", decider, { add, addNow })}
        and not (p.claims ? ${me} and (p.claims ->> ${me})::timestamptz > ${at})`;
  // `held_until` is derived from claims and slots; leases that lapsed keep it. Those are few, and put in order by hand. It
  // leads the order, though it is null, since else the planner takes the index of the whole queue and passes over all of it.
  const sql = `with free as (
      select p.id, p.urgency_at from approval p where ${mine} and p.held_until is null
      order by p.held_until nulls first, p.urgency_at, p.id limit 1 for update skip locked),
    lapsed as (
      select p.id from approval p where ${mine} and p.held_until <= ${at}
        and not exists (select from free f where (f.urgency_at, f.id) < (p.urgency_at, p.id))
      order by p.urgency_at + interval '0', p.id limit 1 for update skip locked),
    next as (select id from lapsed union all select id from free where not exists (select from lapsed))
    update approval p set claims = ${claimsWith(me, add(until, "timestamptz"), at)},
      change = 'claimed', changed_by_id = ${me}, ${CHANGED_NOW}
    from next where p.id = next.id ${TOUCHED}, (p.claims ->> ${me})::timestamptz as "until"`;
  return { sql, values };
}

/** Titles and names as words, as the index of decided requests holds them: what joins the parts of a name parts its words. */
const WORDS = "to_tsvector('simple', translate(p.title || ' ' || p.agent_name || ' ' || p.tool_name, './:@_-+&=?~%#', '             '))";

/** Decided requests in whose title or names words begin with each of these, the newest first. */
export const decidedWith = (columns: string, words: readonly string[], limit: number): Statement => ({
  sql: `select ${columns} from approval p where p.decided_at is not null and ${WORDS} @@ to_tsquery('simple', $1)
    order by p.decided_at desc, p.id desc limit $2::int`,
  values: [words.map((word) => `'${word}':*`).join(" & "), limit],
});
