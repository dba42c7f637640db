import type { inferRouterOutputs } from "@trpc/server";
import type { ApprovalCard } from "@/server/approvals/schema";
import { lastingWords, named } from "@/server/traces/core/words";
import type { AppRouter } from "@/server/trpc/root";

/** An action as the browser has it. */
export type Action = inferRouterOutputs<AppRouter>["actions"]["byId"];

/** One link in the chain from whoever set an action off to its receipt. */
export type AuthorityLine = {
  readonly word: "Initiator" | "Policy" | "Approver" | "Token" | "Receipt";
  readonly strong: string | null;
  readonly text: string;
  readonly note: string | null;
  readonly at: string | null;
  readonly href: string | null;
  readonly tone: "plain" | "held" | "done" | "bad";
};

type Decided = Pick<ApprovalCard, "id" | "state" | "decided"> & { readonly edits: readonly unknown[] };
type Line = Partial<AuthorityLine> & Pick<AuthorityLine, "word">;

const line = (of: Line): AuthorityLine => ({ strong: null, text: "", note: null, at: null, href: null, tone: "plain", ...of });

const initiator = ({ initiator: { type, id, personId }, run, createdAt }: Action): AuthorityLine =>
  line({
    word: "Initiator",
    strong: named(id),
    text: run.id === null ? "set it off" : `started ${named(run.id)}`,
    note: personId === null ? `${named(type)}, as the agent says` : "Known here by e-mail, as the agent says",
    at: createdAt,
  });

const EFFECTS = { allow: "allows it", deny: "refuses it", require_approval: "asks people" } as const;

function policy(action: Action): AuthorityLine {
  const { rule, record, policyVersion, reason, createdAt } = action;
  const at = createdAt;
  if (rule === null) return line({ word: "Policy", strong: "No rule", text: "is about it", note: reason, at });
  const effect = record.evaluation?.effect;
  const says = effect === undefined ? "" : ` → ${EFFECTS[effect]}`;
  return line({
    word: "Policy",
    strong: named(record.evaluation?.rule?.name ?? rule.id),
    note: `${rule.id}, version ${rule.version}${says}`,
    at,
    href: `/policies?version=${policyVersion}&rule=${encodeURIComponent(rule.id)}`,
    tone: effect === "deny" ? "bad" : effect === "allow" ? "done" : "held",
  });
}

const VERDICTS = {
  pending: "waits for people",
  frozen: "stopped with its agent",
  approved: "approved",
  rejected: "rejected it",
  expired: "decided in time",
  cancelled: "was withdrawn",
  revoked: "approved, then it was taken back",
} as const satisfies Record<ApprovalCard["state"], string>;

function approver(action: Action, approval: Decided | null | undefined): AuthorityLine {
  const word = "Approver";
  if (approval === undefined) return line({ word, text: "Who decided could not be read", tone: "bad" });
  if (approval === null) return unasked(action);
  const { state, decided } = approval;
  const href = `/queue/${approval.id}`;
  if (decided === null) return line({ word, strong: "The request", text: VERDICTS[state], href, tone: "held" });
  const edits = approval.edits.length === 0 ? [] : ["The arguments were changed first."];
  const said = decided.reason === null || decided.reason === "" ? [] : [`“${named(decided.reason)}”`];
  return line({
    word,
    strong: state === "expired" ? "Nobody" : named(decided.by?.name ?? "The request"),
    text: VERDICTS[state],
    note: [...edits, ...said].join(" ") || null,
    at: decided.at,
    href,
    tone: state === "approved" ? "done" : "bad",
  });
}

function unasked({ record: { grantId }, decision }: Action): AuthorityLine {
  const word = "Approver";
  if (grantId === undefined) return line({ word, text: decision === "deny" ? "Nobody: the gate refused it" : "Nobody had to be asked" });
  return line({
    word,
    strong: "A standing grant",
    text: "covers it",
    href: `/queue/grants?open=${encodeURIComponent(grantId)}`,
    tone: "done",
  });
}

const shortDigest = (digest: string): string => `${digest.slice(0, 13)}…${digest.slice(-4)}`;

function token({ consumedAt, state, agentName, digest, decidedAt }: Action): AuthorityLine {
  const word = "Token";
  if (consumedAt !== null) return line({ word, text: "Used once by", strong: named(agentName), note: shortDigest(digest), at: consumedAt });
  if (state === "denied") return line({ word, text: "None was given", at: decidedAt });
  if (state === "revoked") return line({ word, text: "Taken back before it was used", tone: "bad" });
  return line({ word, text: state === "allowed" ? "Given, not used yet" : "Not given yet", tone: "held" });
}

const OUTCOMES = { succeeded: "Succeeded", failed: "Failed", compensated: "Undone" } as const;

function receipt({ receipt: told, digest, state }: Action): AuthorityLine {
  const word = "Receipt";
  if (told === null) return noReceipt(state);
  const isOwn = told.accepted && told.actionDigest === digest;
  return line({
    word,
    strong: OUTCOMES[told.status],
    text: isOwn ? "with the same digest" : "but refused: it is not of this call",
    note: told.durationMs === undefined ? null : `The agent says it took ${lastingWords(told.durationMs * 1_000)}`,
    at: told.receivedAt,
    tone: isOwn && told.status !== "failed" ? "done" : "bad",
  });
}

function noReceipt(state: Action["state"]): AuthorityLine {
  const word = "Receipt";
  if (state === "unknown_outcome") return line({ word, text: "Never came: how it ended is not known", tone: "bad" });
  return line({ word, text: state === "executing" ? "Has not come yet" : "None: it did not run" });
}

/**
 * By whose authority a call ran: the same five words for every call, whatever is known of each. The approval is null where
 * nobody was asked, and undefined where that could not be read.
 */
export const authorityLines = (action: Action, approval: Decided | null | undefined): readonly AuthorityLine[] => [
  initiator(action),
  policy(action),
  approver(action, approval),
  token(action),
  receipt(action),
];

/** What became of a call at the gate, in a sentence. */
export function gateSentence({ state, cause }: Pick<Action, "state" | "cause">): string {
  const as = cause === "human" ? "approved" : "allowed";
  const sentences = {
    denied: "The gate refused it.",
    awaiting: "It waits for people.",
    allowed: `It was ${as} and has not run.`,
    executing: `It runs as ${as}.`,
    succeeded: `Ran as ${as}, once.`,
    failed: `Ran as ${as}, and failed.`,
    compensated: `Ran as ${as}, and was undone.`,
    unknown_outcome: `Ran as ${as}; how it ended is not known.`,
    revoked: "Its permission was taken back.",
  } as const satisfies Record<Action["state"], string>;
  return sentences[state];
}
