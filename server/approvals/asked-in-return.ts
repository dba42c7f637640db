import { listActivePeople } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { contradictions, mergeObligations, type Obligation } from "./core/obligations";
import type { VoteRecord } from "./vote-store";

type Args = Readonly<Record<string, unknown>>;
type Votes = readonly Pick<VoteRecord, "obligations" | "outcome" | "verdict">[];

/** What the approvals that count, or will, ask in return. */
export const askedBy = (votes: Votes): readonly Obligation[] =>
  votes.flatMap(({ obligations, outcome, verdict }) =>
    verdict === "approve" && (outcome === null || outcome === "effective") ? obligations : [],
  );

/** Whom nobody could tell, each by its place in the list: only people of the directory are told. */
async function unknownPeople(own: readonly Obligation[]): Promise<{ readonly path: string; readonly message: string }[]> {
  if (!own.some(({ kind }) => kind === "notify")) return [];
  const known = new Set((await listActivePeople()).map(({ email }) => email.toLowerCase()));
  return own.flatMap((one, index) =>
    one.kind === "notify" && !known.has(one.email)
      ? [{ path: `obligations.${index}`, message: `Nobody in Reeve has the address ${one.email}.` }]
      : [],
  );
}

/**
 * Whether an approver may ask this in return: the arguments keep it as they are, whoever is to be told is known, and it
 * leaves something of what others asked before. A condition that the arguments break is refused in place: it never stands in for an edit.
 */
export async function checkAsked(own: readonly Obligation[], args: Args, votes: Votes, now: Date): Promise<Result<readonly Obligation[]>> {
  const errors = [...contradictions(own, args, now), ...(await unknownPeople(own))];
  const [first] = errors;
  if (first !== undefined) return refuse("invalid_request", first.message, { errors });
  const mine = mergeObligations(own);
  const all = mergeObligations([...askedBy(votes), ...own]);
  if (mine.ok && all.ok) return ok(mine.obligations);
  const message = mine.ok && !all.ok ? all.message : "Two of these leave nobody.";
  return refuse("invalid_request", message, { errors: [{ path: "obligations", message }] });
}
