import { evaluate, factsOf, policyInForce } from "@/server/policies/service";
import { originOf, PAID_MODELS } from "./attack-store";
import type { Check, Population, Sample } from "./core/measurement";
import { countRecords } from "./evidence-store";
import {
  AGENTS_THEN,
  byAgentOf,
  countRows,
  DEEDS,
  failuresOf,
  judgedBy,
  mixSamples,
  type Part,
  readFigures,
  rowsCheck,
  shareOf,
} from "./share-store";

const LIVE_KEY = "k.created_at <= $1::timestamptz and (k.revoked_at is null or k.revoked_at > $1::timestamptz)";
/** What an agent does with a key: calls, traces, runs. */
const OF_AGENTS = "k.scopes && array['actions:write', 'traces:write', 'runs:write']";

const OWN_KEY = `select a.id, a.name as label, exists (select 1 from api_key k where k.agent_name = a.name and ${LIVE_KEY}) as holds
  from ${AGENTS_THEN} a where a.state_then = 'live'`;

const SHARED_KEYS = `select k.id, k.name || ' (…' || k.hint || '): ' || u.agents || ' agents' as label, u.agents = 1 as holds
  from (select api_key_id, count(distinct agent_name)::int as agents from ${DEEDS} d group by 1) u
  join api_key k on k.id = u.api_key_id`;

const CALLED_TOOLS = `select coalesce(t.id, c.name) as id, c.name as label, t.id is not null as holds
  from (select distinct tool_name as name from ${DEEDS} d) c left join tool t on t.name = c.name and t.archived_at is null`;

const KNOWN_ORIGIN = `select u.id, u.label, u.is_known as holds from (select coalesce(t.id, c.name) as id, c.name as label,
    t.id is not null and ${originOf("tool", "c.name")} as is_known
  from (select distinct tool_name as name from ${DEEDS} d) c left join tool t on t.name = c.name and t.archived_at is null
  union all select m.id, m.label, m.holds from (${PAID_MODELS}) m) u`;

const sources: Check = {
  criterion: "SEC-2.3",
  version: 2,
  windowDays: 30,
  inWords:
    "First: of the tools that were called at the gate in the last 30 days, and of the models that live agents in production paid for, the share of which a record says the source and the version. Second: how many of these tools nobody has registered.",
  measure: async (at) => {
    const [tools, used, known] = await Promise.all([
      countRows(at, 30, { kind: "tool", rows: CALLED_TOOLS }),
      countRows(at, 30, { kind: "tool", rows: KNOWN_ORIGIN }),
      countRecords(at, "origin"),
    ]);
    const unregistered = failuresOf(tools);
    const isClear = (unregistered.value ?? 0) > 0 || known > 0;
    return {
      readings: [known === 0 ? { value: null } : shareOf(used), unregistered],
      n: tools.of,
      samples: known === 0 ? tools.samples : used.samples,
      missing: isClear
        ? tools.of === 0
          ? "No tool was called at the gate in the last 30 days."
          : null
        : "The version of a tool is on record; where it comes from (its package, or the MCP server that offers it) is not. A record of that for each tool would provide it.",
    };
  },
};

/** How notes begin of redaction rules that look for secrets, by their form or by the names they stand under: `["id","place",1]`. */
const SECRET_RULES = `array(select '%["secret-names",%' union select '%["secrets",%' union select '%["' || (rule ->> 'id') || '",%'
  from (select rules from redaction_version where changed_at <= $1::timestamptz order by version desc limit 1) v, jsonb_array_elements(v.rules) one (rule)
  where rule #>> '{what,kind}' = 'names' or rule #>> '{what,finder}' = 'secrets')`;

const FOUND = `from step_redaction r where r.started_at > $2::timestamptz and r.started_at <= $1::timestamptz
  and r.taken like any ((select kinds from notes)::text[])`;

const SECRETS = `notes as materialized (select ${SECRET_RULES} as kinds)
  select (select count(*)::int ${FOUND}) as hits,
    (select coalesce(sum(steps), 0)::int from trace where first_at > $2::timestamptz and first_at <= $1::timestamptz) as n,
    coalesce((select json_agg(x) from (select 'trace' as kind, f.trace_id as id, coalesce(t.name, f.trace_id) as label, false as holds
      from (select distinct trace_id from (select r.trace_id ${FOUND} limit 1000) found limit 20) f left join trace t on t.id = f.trace_id) x), '[]') as samples`;

type Secrets = { readonly hits: number; readonly n: number; readonly samples: readonly Sample[] };

const secrets: Check = {
  criterion: "SEC-2.4",
  version: 1,
  windowDays: 7,
  inWords:
    "Steps and events of traces of the last 7 days in which redaction found a secret: a key or token by its form, or a value under a secret's name. It was taken out before anything was stored, but an agent had put it into a prompt, an argument or a result. Rules that are switched off find nothing; arguments at the gate are not searched but where the call is traced, too. The sample is the steps that were looked through.",
  measure: async (at) => {
    const [row] = await readFigures<Secrets>(at, 7, SECRETS);
    const { hits = 0, n = 0, samples = [] } = row ?? {};
    return {
      readings: [{ value: n === 0 ? null : hits }],
      n,
      samples,
      missing: n === 0 ? "No step was traced in the last 7 days: traces that agents send are searched for secrets." : null,
    };
  },
};

const IN_PRODUCTION = `live as (select a.id, a.name, tm.name as team, a.risk_tier as "riskTier", a.environment, a.state_then as state
    from ${AGENTS_THEN} a left join team tm on tm.id = a.team_id where a.state_then = 'live' and a.environment = 'production')
  select * from live order by name`;

type Live = {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly riskTier: NonNullable<Parameters<typeof factsOf>[0]["agent"]>["riskTier"];
  readonly environment: string;
  readonly state: string;
};
type Policy = Awaited<ReturnType<typeof policyInForce>>;

/** A tool that was never granted, one that nobody registered and one that only reads: whether policy refuses both. */
function refusesOthers(policy: Policy, one: Live, at: Date): boolean {
  const agent = { teamName: one.team, riskTier: one.riskTier, environment: one.environment, state: one.state };
  const call = { args: {}, resource: null, impact: null, run: null, initiator: { type: "system", id: "" } };
  return [null, { version: "1", sideEffect: "read" as const }].every((tool) => {
    const parties = { agentName: one.name, agent, toolName: "a-tool-that-nobody-granted", toolVersion: null, tool, isGranted: false };
    return evaluate(policy, factsOf(parties, call, at, "UTC")).effect === "deny";
  });
}

async function judgeRefusal(at: Date, population: Population): Promise<Sample[]> {
  const [live, policy] = await Promise.all([readFigures<Live>(at, null, IN_PRODUCTION, population), policyInForce()]);
  return live.map((one) => ({ kind: "agent", id: one.id, label: one.name, holds: refusesOthers(policy, one, at) }));
}

const refusal: Check = {
  criterion: "SEC-3.1",
  version: 1,
  windowDays: null,
  inWords:
    "Of the live agents in production, the share that the rules in force refuse two calls: of a tool that nobody registered, and of one that only reads but was not granted. Without such a rule the gate puts the first before people and lets the second pass. The rules and the registry are those of now.",
  byAgent: judgedBy(judgeRefusal),
  measure: async (at) => {
    const agents = await judgeRefusal(at, "actual");
    const hits = agents.filter(({ holds }) => holds).length;
    return {
      readings: [shareOf({ hits, of: agents.length, samples: [] })],
      n: agents.length,
      samples: mixSamples(agents),
      missing: agents.length === 0 ? "No agent is live in production." : null,
    };
  },
};

const GRANTS = `select g.id, g.name || ' · ' || g.tool as label, u.agent_name is not null as holds, g.is_high and g.granted_at <= $2::timestamptz as is_due
  from (select a.id, a.name, t.name as tool, a.risk_tier = 'high' and t.side_effect <> 'read' as is_high, x.granted_at from ${AGENTS_THEN} a
      join agent_tool x on x.agent_id = a.id and x.granted_at <= $1::timestamptz join tool t on t.id = x.tool_id where a.state_then = 'live') g
  left join (select distinct agent_name, tool_name from ${DEEDS} d) u on u.agent_name = g.name and u.tool_name = g.tool`;

const unused: Check = {
  criterion: "SEC-4.1",
  version: 1,
  windowDays: 90,
  inWords:
    "Over the tools that live agents were granted. First: how many with an effect, of agents of high risk, were granted more than 90 days ago and not called at the gate since. Second: of all of them, the share that was called in the last 90 days, whatever came of it.",
  measure: async (at) => {
    const [high, all] = await Promise.all([
      countRows(at, 90, { kind: "agent", rows: `select * from (${GRANTS}) g where g.is_due` }),
      countRows(at, 90, { kind: "agent", rows: GRANTS }),
    ]);
    return {
      readings: [{ value: all.of === 0 ? null : high.of - high.hits }, shareOf(all)],
      n: all.of,
      samples: mixSamples(high.samples, all.samples).filter(
        (sample, i, every) => every.findIndex(({ label }) => label === sample.label) === i,
      ),
      missing: all.of === 0 ? "No live agent was granted a tool: grants in the registry provide it." : null,
    };
  },
  ...byAgentOf(90, [
    { as: "failures", kind: "agent", rows: `select id, label, not is_due or holds as holds from (${GRANTS}) g` },
    { as: "share", kind: "agent", rows: GRANTS },
  ]),
};

const SIGNED: Part = {
  as: "share",
  kind: "action",
  rows: `select a.id, a.agent_name || ' · ' || a.tool_name as label, a.flag is distinct from 'digest_mismatch' and exists (
      select 1 from approval p join vote v on v.approval_id = p.id join vote_outcome o on o.vote_id = v.id and o.outcome = 'effective'
      where p.action_id = a.id and p.state in ('approved', 'revoked') and v.verdict = 'approve' and v.cast_at <= a.consumed_at
        and v.step_up ->> 'kind' = 'passkey' and v.step_up #>> '{countersignature,signed,actionDigest}' = a.digest) as holds
    from (select x.* from action x where x.created_at > $2::timestamptz and x.created_at <= $1::timestamptz and x.risk_tier = 'high'
      and x.side_effect <> 'read' and x.consumed_at is not null order by x.created_at desc limit 5000) a`,
};

/** Who an agent is, what it may touch, and whether what it does was really approved. */
export const securityChecks: readonly Check[] = [
  rowsCheck({
    criterion: "SEC-2.2",
    windowDays: 30,
    inWords:
      "First: of the live agents, the share with a key that is bound to the agent alone. Second: how many keys more than one agent called the gate with in the last 30 days.",
    parts: [
      { as: "share", kind: "agent", rows: OWN_KEY },
      { as: "failures", kind: "key", rows: SHARED_KEYS },
    ],
    whenNone: "No agent is live: one that is registered and set live counts.",
  }),
  sources,
  secrets,
  refusal,
  unused,
  rowsCheck({
    criterion: "SEC-4.5",
    windowDays: 90,
    inWords:
      "Of the API keys that are not revoked and that agents can call, trace or report runs with, the share that was made in the last 90 days. Keys of Reeve have no end of their own, so age is what counts, in every environment.",
    parts: [
      {
        as: "share",
        kind: "key",
        rows: `select k.id, k.name || ' (…' || k.hint || ')' as label, k.created_at > $2::timestamptz as holds from api_key k where ${LIVE_KEY} and ${OF_AGENTS}`,
      },
    ],
    whenNone: "There is no key that an agent could use: an administrator makes them.",
  }),
  rowsCheck({
    criterion: "SEC-5.3",
    windowDays: 30,
    inWords:
      "Of the calls with an effect that agents of high risk proposed in the last 30 days and that ran, the share that an approver had signed with a passkey over the digest of just that call, and of which no receipt told something else. Signatures are verified and their nonces used up when they are given; a permission can be taken once. What was allowed without a person, or confirmed by a password, is not signed. Of more than 5,000 calls, the newest are looked at.",
    parts: [SIGNED],
    whenNone: "No call with an effect of an agent of high risk ran in the last 30 days.",
  }),
];
