import { agentHref } from "@/components/fleet/fleet-address";
import type { EntryValue } from "@/server/audit/core/entry";
import type { AuditEntry, Names } from "@/server/audit/schema";
import { ALARMS, VERBS } from "./verbs";

/** An entry as a sentence in four parts: who, did, on, by authority of. */
export type PreparedEntry = {
  readonly who: string;
  readonly did: string;
  /** `id` stands beside the text where several such things belong to one agent. */
  readonly on: { readonly text: string; readonly isMono: boolean; readonly id: string | null; readonly href: string | null };
  readonly authority: string;
  readonly isAlarm: boolean;
};

type Data = AuditEntry["data"];

const text = (value: EntryValue | undefined): string | null => (typeof value === "string" && value !== "" ? value : null);
const count = (value: EntryValue | undefined): number | null => (typeof value === "number" ? value : null);
const nounOf = (kind: string): string => kind.split(".")[0] ?? kind;

/** The gate's first answer carries the tool; what is settled later does not. */
const isProposal = ({ kind, data }: AuditEntry): boolean => nounOf(kind) === "action" && text(data.tool) !== null;

/** A key acts for its agent: then the agent is who, and the key is the authority. */
const isAgentsOwn = (entry: AuditEntry): boolean =>
  entry.actor.type === "key" && entry.agentName !== null && /^(?:action|approval)$/.test(nounOf(entry.kind));

function whoOf(entry: AuditEntry, names: Names): string {
  if (entry.actor.type === "system") return "Reeve";
  if (isAgentsOwn(entry) && entry.agentName !== null) return entry.agentName;
  return names[entry.actor.id ?? ""] ?? entry.actor.id ?? "unknown";
}

const CAUSES: Readonly<Record<string, string>> = {
  timeout: "nobody decided in time",
  killed: "the agent was killed",
  cancelled: "the agent withdrew it",
  unregistered: "not registered",
  unavailable: "no decision could be had",
};

const verbOf = (kind: string): string => VERBS[kind] ?? kind;

const isSettlement = (kind: string): boolean => kind === "action.allowed" || kind === "action.denied";

/** What some kinds say by what they hold; null where the verb says it all. */
const WORDS_BY_DATA: { readonly [kind: string]: (data: Data, names: Names) => string | null } = {
  "action.revoked": (data) => (data.cause === "timeout" ? "ended the permission: it was not used in time" : null),
  "session.sign_in_failed": (data) => ((count(data.count) ?? 1) > 1 ? `refused ${data.count} sign-ins of` : null),
  "approval.cancelled": (data) => (data.cause === "retired" ? "closed the request: the agent was retired" : null),
  "approval.opened": (data, names) => askedWords(data, names),
};

function didOf(entry: AuditEntry, names: Names): string {
  const { kind, data } = entry;
  if (isProposal(entry)) return kind === "action.awaiting" ? verbOf(kind) : `proposed, and ${verbOf(kind)}`;
  if (isSettlement(kind)) return settledWords(entry);
  return WORDS_BY_DATA[kind]?.(data, names) ?? verbOf(kind);
}

function settledWords({ kind, data, actor }: AuditEntry): string {
  const verb = kind === "action.allowed" ? "allowed the action" : "denied the action";
  const cause = CAUSES[text(data.cause) ?? ""];
  // The gate denies as the agent's key; a person or a key that is not the agent's own does it by retiring the agent.
  if (data.cause === "unregistered" && actor.type !== "system") return `${verb}: the agent was retired`;
  return cause !== undefined && actor.type === "system" ? `${verb}: ${cause}` : verb;
}

function askedWords(data: Data, names: Names): string {
  const ids = Array.isArray(data.groupIds) ? data.groupIds : [];
  const groups = ids.flatMap((id) => (typeof id === "string" ? [names[id] ?? id] : []));
  return groups.length === 0 ? "asked all approvers" : `asked ${groups.join(" and ")}`;
}

const HREFS: Readonly<Record<string, (entry: AuditEntry) => string | null>> = {
  approval: ({ subject }) => `/queue/${encodeURIComponent(subject.id)}`,
  grant: ({ subject }) => `/queue/grants?open=${encodeURIComponent(subject.id)}`,
  agent: ({ agentName }) => (agentName === null ? null : agentHref(agentName)),
  step: ({ subject }) => `/traces/${subject.id.replace("/", "?view=timeline&step=")}`,
  redaction: ({ subject }) => `/traces/redaction?rule=${encodeURIComponent(subject.id)}`,
  retention: () => "/traces/retention",
  calendar: ({ subject }) => `/settings/calendars/${encodeURIComponent(subject.id)}`,
  on_call: ({ subject }) => `/settings/on-call/${encodeURIComponent(subject.id)}`,
};

function onOf(entry: AuditEntry, names: Names): PreparedEntry["on"] {
  const href = HREFS[entry.subject.type]?.(entry) ?? null;
  if (entry.subject.type === "sign_in_address") return addressOn(entry.subject.id);
  const words = onWords(entry, names);
  if (words !== null) return { text: words, isMono: false, id: null, href };
  const { subject, agentName } = entry;
  if (isProposal(entry)) return { text: text(entry.data.tool) ?? subject.id, isMono: true, id: null, href };
  const isAgents = agentName !== null && /^(?:action|approval|grant)$/.test(subject.type);
  return isAgents ? { text: agentName, isMono: false, id: subject.id, href } : { text: subject.id, isMono: true, id: null, href };
}

/** What was typed is not known, only its digest: the same one each time. */
const addressOn = (id: string): PreparedEntry["on"] =>
  id === "others"
    ? { text: "many addresses nobody has", isMono: false, id: null, href: null }
    : { text: "an address nobody has", isMono: false, id, href: null };

/** The subject in words, if it has any. */
function onWords({ subject, data, agentName }: AuditEntry, names: Names): string | null {
  if (subject.type === "agent" && agentName !== null) {
    const toolId = text(data.toolId);
    return toolId === null ? agentName : `${agentName}, ${names[toolId] ?? toolId}`;
  }
  if (subject.type === "policy") return `Policy set ${subject.id}`;
  if (subject.type === "rule" && count(data.version) !== null) return `${subject.id}, version ${data.version}`;
  return names[subject.id] ?? null;
}

function authorityOf(entry: AuditEntry, names: Names): string {
  const { kind, actor, data } = entry;
  if (isSettlement(kind) || kind === "action.awaiting") return decisionAuthority(entry, names);
  if (kind === "approval.opened") return askingAuthority(data);
  if (actor.type === "key") return `Key ${names[actor.id ?? ""] ?? actor.id}`;
  if (actor.type === "system") return text(data.rule) === null ? "Reeve's own rules" : ruleWords(data);
  if (data.by === "owner") return "Owner of the agent";
  return isOwnShift(entry) ? "A turn in the schedule" : (AUTHORITIES[nounOf(kind)] ?? "Own sign-in");
}

/** Who takes turns in an on-call schedule takes a shift and gives it back, whatever the role. */
const isOwnShift = ({ kind, data }: AuditEntry): boolean => nounOf(kind) === "on_call" && data.isOwn === true;

const ruleWords = (data: Data): string => {
  const version = count(data.ruleVersion);
  return version === null ? String(data.rule) : `${data.rule}, version ${version}`;
};

/** By what people were asked: the rule, or the set whose default asks. Entries from before this was recorded hold neither. */
function askingAuthority({ ruleId, ruleVersion, policyVersion }: Data): string {
  if (text(ruleId) !== null) return ruleWords({ rule: ruleId ?? null, ruleVersion: ruleVersion ?? null });
  return count(policyVersion) === null ? "The policy in force" : `Policy set ${policyVersion}`;
}

function decisionAuthority(entry: AuditEntry, names: Names): string {
  const { actor, data } = entry;
  if (actor.type === "person") return names[actor.id ?? ""] ?? actor.id ?? "unknown";
  if (text(data.grant) !== null) return "A standing grant";
  if (text(data.rule) !== null) return ruleWords(data);
  const policyVersion = count(data.policyVersion);
  if (policyVersion !== null) return `Policy set ${policyVersion}`;
  return actor.type === "key" ? `Key ${names[actor.id ?? ""] ?? actor.id}` : "Reeve's own rules";
}

/** What gives a person the right to do it, by the noun of the kind. The services hold people to it. */
const AUTHORITIES: Readonly<Record<string, string>> = {
  approval: "Role approver",
  grant: "Role approver or operator",
  agent: "Role operator",
  tool: "Role operator",
  team: "Role operator",
  rule: "Role operator",
  policy: "Role operator",
  group: "Role administrator",
  key: "Role administrator",
  organisation: "Role administrator",
  calendar: "Role operator or administrator",
  on_call: "Role operator or administrator",
  action: "Role auditor",
};

/** People change their own account by their own sign-in, and others' as administrators. */
const isOwnAccount = ({ actor, subject }: AuditEntry): boolean => subject.type === "person" && actor.id === subject.id;

const MANY_FAILURES = 5;
const isGuessing = ({ kind, data }: AuditEntry): boolean => kind === "session.sign_in_failed" && (count(data.count) ?? 0) >= MANY_FAILURES;

/** Says an entry in words. Names are those of today; what has none keeps its id, what has no verb its kind. */
export function prepareEntry(entry: AuditEntry, names: Names): PreparedEntry {
  const isAboutPerson = nounOf(entry.kind) === "person" && entry.actor.type === "person" && !isOwnAccount(entry);
  return {
    who: whoOf(entry, names),
    did: didOf(entry, names),
    on: onOf(entry, names),
    authority: isAboutPerson ? "Role administrator" : authorityOf(entry, names),
    isAlarm: ALARMS.has(entry.kind) || isGuessing(entry),
  };
}

/** The authority within a sentence: phrases of ours begin small, names stay as they are. */
export const authorityInSentence = (authority: string): string =>
  /^(?:The policy|Policy set|Role|Key|Own(?:er)?|A turn|A standing) /.test(authority) || authority === "Own sign-in"
    ? authority.charAt(0).toLowerCase() + authority.slice(1)
    : authority;
