import type { Check, Sample } from "./core/measurement";
import { countRecords, recordsOf } from "./evidence-store";
import { UNSEEN_HOURS } from "./governance-store";
import { AGENTS_THEN, countRows, DEEDS, failuresOf, type Rows, readFigures, rowsCheck, shareOf, talliedBy } from "./share-store";

const CALLED = "a.created_at > $2::timestamptz and a.created_at <= $1::timestamptz";
const TRACED = "t.first_at > $2::timestamptz and t.first_at <= $1::timestamptz";

/** Agents of runs of the window, found by leaps from one name to the next. */
const TRACED_AGENTS = `(with recursive name as (
    (select agent_name from trace where agent_name is not null order by agent_name limit 1)
    union all
    select n.agent_name from name cross join lateral (select t.agent_name from trace t where t.agent_name > name.agent_name
      order by t.agent_name limit 1) n)
  select agent_name from name where exists (select 1 from trace t where t.agent_name = name.agent_name and ${TRACED}))`;

/** Names of agents that were seen at work, wherever. */
const SEEN = `select agent_name as name from ${TRACED_AGENTS} s
  union select agent_name from ${DEEDS} s
  union select d.agent from cost_hourly h join cost_dimension d on d.id = h.dimension_id
    where h.hour > $2::timestamptz and h.hour <= $1::timestamptz and d.agent is not null group by 1`;

const REGISTERED = `select coalesce(a.id, s.name) as id, s.name as label, coalesce(a.state_then in ('live', 'suspended'), false) as holds
  from (${SEEN}) s left join ${AGENTS_THEN} a on a.name = s.name`;

const MIXED_KEYS = `select k.id, k.name || ' (…' || k.hint || ')' as label, not (u.in_production and u.elsewhere) as holds
  from (select c.api_key_id, bool_or(g.environment = 'production') as in_production, bool_or(g.environment <> 'production') as elsewhere
    from (select distinct api_key_id, agent_name from ${DEEDS} s) c join agent g on g.name = c.agent_name and g.environment <> 'unknown'
    group by 1) u join api_key k on k.id = u.api_key_id`;

/** Some APIs allow no dots in the names of tools, so that one tool has two spellings. */
const plain = (name: string) => `regexp_replace(lower(${name}), '[^a-z0-9]+', '_', 'g')`;

const DECLARED = `select coalesce(x.id, c.name) as id, c.name as label, x.id is not null as holds
  from (select min(name) as name, ${plain("name")} as plain from (select tool_name as name from ${DEEDS} s
      union select name from (select tools from trace t where ${TRACED} and tools <> '{}' group by 1) g, unnest(g.tools) as name) n group by 2) c
  left join lateral (select t.id from tool t where ${plain("t.name")} = c.plain and t.archived_at is null order by t.id limit 1) x on true`;

const GOVERNED = `sums as (select coalesce(sum(tool_steps), 0)::int as calls, coalesce(sum(ungoverned), 0)::int as past
    from trace t where ${TRACED})
  select calls, past, coalesce((select json_agg(x) from (select 'trace' as kind, id, name as label, false as holds from trace t
    where ${TRACED} and ungoverned > 0 order by first_at desc, id desc limit 20) x), '[]') as samples from sums`;

type Governed = { readonly calls: number; readonly past: number; readonly samples: readonly Sample[] };

const readGoverned = async (at: Date): Promise<Governed> => {
  const [row] = await readFigures<Governed>(at, 30, GOVERNED);
  return row ?? { calls: 0, past: 0, samples: [] };
};

/** The same by agent; what no agent is named for is nobody's. */
const GOVERNED_BY_AGENT = `sums as (select agent_name, coalesce(sum(tool_steps), 0)::int as calls, coalesce(sum(ungoverned), 0)::int as past
    from trace t where ${TRACED} and agent_name is not null group by 1)`;

const enforcement: Check = {
  criterion: "PLT-3.1",
  version: 1,
  windowDays: 30,
  inWords:
    "Of the calls of tools in runs that began in the last 30 days, the share that the gate had decided: the step is tied to an action on record, which it consumed or which held it back. Calls that are neither traced nor proposed are not seen at all.",
  measure: async (at) => {
    const { calls, past, samples } = await readGoverned(at);
    return {
      readings: [shareOf({ hits: calls - past, of: calls, samples: [] })],
      n: calls,
      samples,
      missing: calls === 0 ? "No call of a tool was traced in the last 30 days: agents that send their steps provide it." : null,
    };
  },
  byAgent: talliedBy(
    30,
    ["share"],
    `${GOVERNED_BY_AGENT} select g.id as agent, calls - past as hits, calls as of from sums s join agent g on g.name = s.agent_name where calls > 0`,
  ),
};

/** Calls of tools with an effect, as the catalogue has them now; a tool that is not in it counts as one. */
const KEYED = `keyed as (select s.agent_name, c.calls from ${DEEDS} s left join tool t on t.name = s.tool_name and t.archived_at is null
    cross join lateral (select count(*) as calls from action a where a.agent_name = s.agent_name and a.tool_name = s.tool_name
      and a.api_key_id = s.api_key_id and ${CALLED}) c where t.side_effect is distinct from 'read')`;

/** Receipts that told of another effect than the one that the key stands for. */
const OTHER_EFFECTS: Rows = {
  kind: "action",
  rows: `select a.id, a.agent_name || ' · ' || a.tool_name as label, false as holds from action a
    where a.flag = 'digest_mismatch' and a.updated_at > $2::timestamptz and a.updated_at <= $1::timestamptz and a.side_effect <> 'read'`,
};

const once: Check = {
  criterion: "PLT-3.2",
  version: 1,
  windowDays: 30,
  inWords:
    "First: of the calls of tools with an effect, by the catalogue of now, at the gate in the last 30 days, which takes none without an idempotency key, and of the calls that traces show to have gone past it, the share with a key. A call past the gate counts as one with an effect, since nobody has said that it has none. Second: receipts of these days that told of another effect than the one that the key stands for. The gate gives a key one permission, to be taken once.",
  measure: async (at) => {
    const [[keyed], others, { calls, past, samples }] = await Promise.all([
      readFigures<{ n: number }>(at, 30, `${KEYED} select coalesce(sum(calls), 0)::int as n from keyed`),
      countRows(at, 30, OTHER_EFFECTS),
      readGoverned(at),
    ]);
    const hits = keyed?.n ?? 0;
    const of = hits + past;
    return {
      readings: [shareOf({ hits, of, samples: [] }), { value: of === 0 ? null : others.of }],
      n: of,
      samples: [...others.samples, ...(calls === 0 ? [] : samples)].slice(0, 20),
      missing: of === 0 ? "No call with an effect was seen in the last 30 days." : null,
    };
  },
  byAgent: talliedBy(
    30,
    ["share", null],
    `${KEYED}, ${GOVERNED_BY_AGENT}
    select g.id as agent, sum(hits)::int as hits, sum(hits + past)::int as of from (
        select agent_name, calls as hits, 0 as past from keyed union all select agent_name, 0, past from sums) s
      join agent g on g.name = s.agent_name group by 1 having sum(hits + past) > 0`,
  ),
};

const RUN_LIMITS = ["steps", "wall_time", "tokens", "money"];

const LIMITED = `select a.id, a.name as label, (select count(distinct b.measure) from budget b where b.scope_kind = 'run' and b.scope_id in ('', a.name)
      and b.state = 'active' and b.created_at <= $1::timestamptz and b.measure in (${RUN_LIMITS.map((one) => `'${one}'`).join(", ")})
      and b.thresholds @> '[{"act": "cut_off"}]') = ${RUN_LIMITS.length} and exists (select 1 from ${recordsOf("delegation_limit")} r where r.agent_id = a.id) as holds
  from ${AGENTS_THEN} a where a.state_then = 'live'`;

const OVER_LIMIT: Rows = {
  kind: "budget",
  rows: `select c.budget_id as id, c.key as label, exists (select 1 from budget_event e where e.budget_id = c.budget_id and e.key = c.key
        and e.act = 'cut_off' and e.at <= $1::timestamptz) or c.refused > 0 as holds
    from budget b join budget_counter c on c.budget_id = b.id
    where b.scope_kind = 'run' and c.updated_at > $2::timestamptz and c.updated_at <= $1::timestamptz and c.spent > c.extra + b.limit_amount
      * case when b.measure = 'money' then 1000000 else 1 end`,
};

const ceilings: Check = {
  criterion: "PLT-3.3",
  version: 2,
  windowDays: 30,
  inWords:
    "First: of the live agents, the share of which each run is cut off at a limit of steps, of time, of tokens and of money, by budgets, and of which a record says that a limit of delegation is enforced where it runs. Second: runs of the last 30 days that went over a limit of theirs without being stopped.",
  measure: async (at) => {
    const [agents, over, known] = await Promise.all([
      countRows(at, null, { kind: "agent", rows: LIMITED }),
      countRows(at, 30, OVER_LIMIT),
      countRecords(at, "delegation_limit"),
    ]);
    const unstopped = over.of - over.hits;
    return {
      readings: [known === 0 ? { value: null } : shareOf(agents), { value: agents.of === 0 ? null : unstopped }],
      n: agents.of,
      samples: [...over.samples, ...agents.samples].filter(({ holds }) => !holds).slice(0, 20),
      missing:
        agents.of === 0
          ? "No agent is live."
          : unstopped > 0 || known > 0
            ? null
            : "Budgets of runs set the limits of steps, time, tokens and money. How deep an agent may delegate is enforced where it runs, and is not on record: a record of the kind “Delegation limit” for each agent provides it.",
    };
  },
};

const DRIFT = `select id, label, first_at > $1::timestamptz - interval '1 day' as holds from (
    select a.id, a.name as label, a.first_seen_at as first_at from ${AGENTS_THEN} a where a.state_then = 'shadow'
    union all select c.name, c.name, c.first_at from (select tool_name as name, min(first_at) as first_at from ${DEEDS} s group by 1) c
      where not exists (select 1 from tool t where t.name = c.name and t.archived_at is null)) d`;

const CALLS = `calls as (select count(*)::int as n from (select 1 from action a where ${CALLED} limit 20000) a) select n from calls`;

const reconciled: Check = {
  criterion: "PLT-5.3",
  version: 1,
  windowDays: 30,
  inWords:
    "First: the hours of work since what runs was last held against the registry. The gate does that with every call, agent and tool alike, so that is by how much the newest run in traces is later than the newest call; 0 where nothing is known to have run since. Second: what it found and nobody has settled for 24 hours: agents that are not registered, and tools called in the last 30 days that are not in the catalogue. What an agent is made of (its prompt, its model, its code) is not in the registry and not compared.",
  measure: async (at) => {
    const [drift, [newest], [called]] = await Promise.all([
      countRows(at, 30, { kind: "record", rows: DRIFT }),
      readFigures<{ hours: number }>(at, null, UNSEEN_HOURS),
      readFigures<{ n: number }>(at, 30, CALLS),
    ]);
    const calls = called?.n ?? 0;
    return {
      readings: [{ value: calls === 0 ? null : (newest?.hours ?? null) }, { value: calls === 0 ? null : (failuresOf(drift).value ?? 0) }],
      n: calls,
      samples: drift.samples,
      missing: calls === 0 ? "No call came to the gate in the last 30 days: each is held against the registry." : null,
    };
  },
};

/** Whether what runs is known, passes the gate, runs once and stays within limits. */
export const platformChecks: readonly Check[] = [
  rowsCheck({
    criterion: "PLT-2.1",
    windowDays: 30,
    inWords:
      "Of the names of agents in the traces, the counted cost and the calls of the last 30 days, the share that is registered and live, or suspended. Shadows, drafts and retired agents do not hold. What names no agent is left out.",
    parts: [{ as: "share", kind: "agent", rows: REGISTERED }],
    whenNone: "No agent was seen in the last 30 days: calls at the gate and traces provide it.",
  }),
  rowsCheck({
    criterion: "PLT-2.3",
    windowDays: 30,
    inWords:
      "How many of the keys that called the gate in the last 30 days agents in production and agents elsewhere called with. Agents whose environment nobody has said are left out; secrets for other systems are not known to Reeve.",
    parts: [{ as: "failures", kind: "key", rows: MIXED_KEYS }],
    whenNone: "No registered agent called the gate in the last 30 days.",
  }),
  rowsCheck({
    criterion: "PLT-2.4",
    windowDays: 30,
    inWords:
      "Of the tools that were called at the gate, or in traces, in the last 30 days, the share that is in the catalogue, which takes none without its side-effect class. Spellings that differ in dots, dashes and case alone are one tool.",
    parts: [{ as: "share", kind: "tool", rows: DECLARED }],
    whenNone: "No tool was called in the last 30 days.",
  }),
  enforcement,
  once,
  ceilings,
  reconciled,
];
