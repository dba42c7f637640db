import { listWords } from "@/server/kernel/list-words";
import { cleanLine } from "@/server/kernel/untrusted";
import { authorWho, between, requestLink } from "./story-authority";
import { changesOf, valueWords } from "./story-changes";
import { quote } from "./story-quotes";
import type { Chapter, Quote, StoryAction, StoryApproval, StoryEdit, StoryPart, StoryStep, StoryVote } from "./story-schema";
import { named } from "./words";

const EFFECTS: { readonly [sideEffect: string]: string } = {
  read: "It only reads.",
  reversible: "It can be taken back.",
  externally_reversible: "Only others can take it back.",
  irreversible: "It cannot be taken back.",
};

/** What a tool can do, in words; empty where nobody registered it. */
export const effectWords = (sideEffect: string | undefined): string => EFFECTS[sideEffect ?? ""] ?? "";

const stepParts = (step: StoryStep | null): StoryPart[] =>
  step === null ? [] : [{ kind: "step", spanId: step.spanId, text: `step ${step.place}` }, " "];

/** An action that was allowed at once, changed nothing on record and went well: it is told in passing. */
export const isQuiet = (action: StoryAction): boolean =>
  action.decision === "allow" &&
  action.approval === null &&
  action.changes.length === 0 &&
  action.flag === null &&
  (action.sideEffect === "read" || action.outcome === null || action.outcome === "succeeded");

/** One action as chapters: what was asked and by what it was decided, what people said, what it did. */
export function chaptersOfAction(action: StoryAction, step: StoryStep | null, said: Quote | null): Chapter[] {
  const why = quote(action.reasoning, named(action.agent)) ?? said;
  return [asking(action, step, why), ...deciding(action), ...running(action, step)];
}

const ASKED: { readonly [decision: string]: readonly [string, Chapter["mark"]] } = {
  allow: ["The gate allowed it", "decided"],
  deny: ["The gate refused it", "refused"],
};

function askedHeading({ approval, decision, grantId, tool }: StoryAction): readonly [string, Chapter["mark"]] {
  const about = cleanLine(tool, 60);
  if (approval !== null || decision === "pending") return [`The gate held ${about}`, "held"];
  if (grantId !== null && decision === "allow") return [`A standing grant allowed ${about}`, "decided"];
  const [heading, mark] = ASKED[decision] ?? ["The gate decided", "decided"];
  return [heading.replace(/\bit$/, about), mark];
}

function asking(action: StoryAction, step: StoryStep | null, why: Quote | null): Chapter {
  const [heading, mark] = askedHeading(action);
  const effect = effectWords(action.sideEffect);
  return {
    key: `${action.id}-asked`,
    at: action.askedAt,
    mark,
    heading,
    parts: [
      `${named(action.agent)} asked for `,
      { kind: "code", text: cleanLine(action.tool, 120) },
      `: ${named(action.summary)}. ${effect === "" ? "" : `${effect} `}`,
      ...verdictParts(action),
      ...stepParts(step),
    ],
    changes: [],
    quote: why,
  };
}

const capital = (parts: readonly StoryPart[]): StoryPart[] => {
  const [first, ...rest] = parts;
  return typeof first === "string" ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : [...parts];
};

function verdictParts(action: StoryAction): StoryPart[] {
  const { approval, decision, grant } = action;
  const by = capital(authorWho(action));
  if (approval !== null) {
    const whom = approval.asks.length === 0 ? "every approver" : listWords(approval.asks.map(named), "or");
    const open = approval.decided === null && decision === "pending" ? "Nobody has decided yet. " : "";
    return [...by, `put it before ${whom}. ${open}See `, requestLink(approval.id), ". "];
  }
  if (decision === "pending") return [...by, "put it before people, and nobody has decided yet. "];
  if (decision === "deny") return [...by, `refused it (${cleanLine(action.cause, 40)}): ${cleanLine(action.reason, 300)} `];
  return [...by, `allowed it${grant === null ? "" : `, given by ${named(grant.author)}`}. `];
}

const ENDED: { readonly [state: string]: string } = {
  expired: "Nobody decided in time, so it was refused",
  cancelled: "It was withdrawn",
  revoked: "What was approved was taken back",
  approved: "It was approved",
  rejected: "It was rejected",
};

function decidedHeading({ decided, state, edits }: StoryApproval): string {
  const by = decided?.by ?? null;
  if (by === null || (state !== "approved" && state !== "rejected" && state !== "revoked")) return ENDED[state] ?? "It was decided";
  if (state === "rejected") return `${named(by)} rejected it`;
  const edited = edits.some((edit) => edit.by === by) ? "edited and approved it" : "approved it";
  return state === "revoked" ? `${named(by)} ${edited}, and it was taken back` : `${named(by)} ${edited}`;
}

function deciding({ id, askedAt, approval }: StoryAction): Chapter[] {
  if (approval === null || approval.decided === null) return [];
  const { decided, votes, edits, barred } = approval;
  const unsaid = votes.length === 0 && decided.reason !== null ? [`Reason on record: “${cleanLine(decided.reason, 400)}” `] : [];
  return [
    {
      key: `${id}-decided`,
      at: decided.at,
      mark: approval.state === "approved" ? "decided" : "refused",
      heading: decidedHeading(approval),
      parts: [
        `It waited ${between(askedAt, decided.at)}. `,
        ...edits.flatMap(editParts),
        ...votes.map((vote) => voteWords(vote, askedAt)),
        ...unsaid,
        ...(barred.length === 0 ? [] : [barredWords(barred)]),
        requestLink(approval.id, "request"),
        " ",
      ],
      changes: [],
      quote: null,
    },
  ];
}

const reasonWords = (reason: string | null): string =>
  reason === null || reason.trim() === "" ? "" : ` Reason: “${cleanLine(reason, 400)}”`;

function voteWords({ person, onBehalfOf, verdict, reason, at, confirmedBy }: StoryVote, askedAt: string): string {
  const instead = onBehalfOf === null ? "" : `, for ${named(onBehalfOf)},`;
  const how = confirmedBy === null ? "" : `, confirmed by ${confirmedBy},`;
  const did = verdict === "approve" ? "approved" : "rejected";
  return `${named(person)}${instead} ${did}${how} ${between(askedAt, at)} after it was asked.${reasonWords(reason)} `;
}

function editParts({ by, reason, changes }: StoryEdit): StoryPart[] {
  const told = changes
    .slice(0, 4)
    .flatMap(({ path, before, after }, i): StoryPart[] => [
      i === 0 ? "" : ", ",
      { kind: "code", text: cleanLine(path.slice(1), 80) || "the whole" },
      ` from ${valueWords(before)} to ${valueWords(after)}`,
    ]);
  const more = changes.length > 4 ? `, and ${changes.length - 4} more` : "";
  const what = changes.length === 0 ? ["arguments that are not shown to you"] : told.filter((part) => part !== "");
  return [`${named(by)} changed `, ...what, `${more}.${reasonWords(reason)} `];
}

const WHY: { readonly [exclusion: string]: string } = {
  initiator: "set the run off",
  owner: "owns the agent",
  rule_author: "wrote the rule",
  decided_before: "decided before",
  edited: "edited it",
};

const barredWords = (barred: StoryApproval["barred"]): string =>
  barred
    .map(
      ({ person, why }) =>
        `${named(person)} could not have decided, since they ${listWords(
          why.map((one) => WHY[one] ?? one),
          "and",
        )}. `,
    )
    .join("");

const RAN = {
  succeeded: "It ran once, as allowed; the agent reports success. ",
  failed: "It was let through once; the agent reports that it failed. ",
  compensated: "It ran, and the agent reports that it was undone. ",
} as const;

const FLAGS: { readonly [flag: string]: string } = {
  digest_mismatch: "What was reported is not what was allowed. ",
  unknown_outcome: "No receipt came: whether it ran is unknown. ",
};

function ranHeading({ outcome, flag }: StoryAction, hasChanges: boolean): string {
  if (flag !== null) return flag === "unknown_outcome" ? "Whether it ran is unknown" : "The record does not fit what was allowed";
  if (hasChanges) return "What changed";
  return outcome === "failed" ? "It failed" : outcome === "compensated" ? "It was undone" : "It ran";
}

function running(action: StoryAction, step: StoryStep | null): Chapter[] {
  const { id, consumedAt, receivedAt, outcome, flag, isVeiled } = action;
  const at = receivedAt ?? consumedAt;
  if (at === null) return [];
  const changes = changesOf(action);
  const unreported = outcome === null && flag === null ? "Its permission was taken; what came of it is not reported. " : "";
  const nothing = outcome === "succeeded" && changes.length === 0 && action.sideEffect !== "read" ? "It did not report what changed. " : "";
  return [
    {
      key: `${id}-ran`,
      at,
      mark: outcome === "failed" || flag !== null ? "failed" : "decided",
      heading: ranHeading(action, changes.length > 0),
      parts: [
        `${outcome === null ? unreported : RAN[outcome]}${FLAGS[flag ?? ""] ?? ""}${nothing}`,
        ...(isVeiled ? ["Some of it is not shown to you. "] : []),
        ...stepParts(step),
      ],
      changes,
      quote: null,
    },
  ];
}
