import * as audit from "@/server/audit/service";
import { listPeopleByIds, takeRate } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfText } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { unseal } from "@/server/platform/sealed";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { candidatesOf, SEALED_FOR } from "./commitments";
import type { TakenNote } from "./core/redaction/kept";
import { DECLARED, type Revealer, type RuleSet } from "./core/redaction/rule";
import { ruleSet, rulesInForce } from "./redaction-in-force";
import type { CheckInput, RevealInput, TakenPage, TakenValue } from "./redaction-schema";
import { findCommitments, insertReveal, type KeptRedaction, listEventIds, listRedactions, listReveals } from "./redaction-store";
import { findPayload, findTrace, type TraceRow } from "./trace-store";

const DAY_MS = 86_400_000;
/** Whoever tries many values guesses. */
const CHECKS_AN_HOUR = 30;
const HOUR_SECONDS = 3_600;

const forbidden = refuse("forbidden", "What agents took in and gave back is not shown to your role.");
const missing = refuse("not_found", "There is no such step.");

async function itemsOf(
  traceId: string,
  spanId: string,
): Promise<{ readonly trace: TraceRow; readonly items: readonly KeptRedaction[] } | null> {
  const trace = await findTrace(traceId);
  const found = trace === null ? null : await findPayload(trace, spanId);
  if (trace === null || found === null) return null;
  const told = await listEventIds(trace, { spanId, requestId: found.responseId, toolCallId: found.toolCallId });
  const [from, to] = [new Date(trace.firstAt.getTime() - DAY_MS), new Date(trace.lastAt.getTime() + DAY_MS)];
  return { trace, items: await listRedactions(traceId, [spanId, ...told], from, to) };
}

const notesOf = ({ taken }: KeptRedaction) => JSON.parse(taken) as readonly TakenNote[];
const sealsOf = ({ sealed }: KeptRedaction) => (sealed === null ? [] : (JSON.parse(sealed) as readonly (string | null)[]));

/** Each version of the rules that these items were redacted by, and the newest. */
async function setsOf(
  items: readonly KeptRedaction[],
): Promise<{ readonly newest: RuleSet; readonly byVersion: ReadonlyMap<number, RuleSet> }> {
  const versions = [...new Set(items.map(({ rulesVersion }) => rulesVersion))];
  const sets = await Promise.all(versions.map(ruleSet));
  return { newest: await rulesInForce(), byVersion: new Map(sets.map((set) => [set.version, set])) };
}
type Sets = Awaited<ReturnType<typeof setsOf>>;

const ruleIn = (set: RuleSet | undefined, ruleId: string) => set?.rules.find(({ id }) => id === ruleId);

/** Who may have it shown: whoever the rule named when it took the value out, and still names if it is there. */
function revealersOf({ newest, byVersion }: Sets, version: number, ruleId: string): readonly Revealer[] {
  const then = ruleIn(byVersion.get(version), ruleId)?.revealTo ?? [];
  const now = ruleIn(newest, ruleId)?.revealTo ?? then;
  return then.filter((role) => now.includes(role));
}

const nameIn = ({ newest, byVersion }: Sets, version: number, ruleId: string): string =>
  ruleId === DECLARED
    ? "Declared sensitive by its tool"
    : (ruleIn(newest, ruleId)?.name ?? ruleIn(byVersion.get(version), ruleId)?.name ?? "A rule of the past");

function valuesOf(actor: PersonActor, item: KeptRedaction, sets: Sets): readonly TakenValue[] {
  const seals = sealsOf(item);
  const commitments = Buffer.from(item.commitments).toString("hex");
  return notesOf(item).map(([ruleId, where, times], place) => {
    const isSealed = typeof seals[place] === "string";
    return {
      itemId: item.itemId,
      place,
      ruleName: nameIn(sets, item.rulesVersion, ruleId),
      where,
      times,
      commitment: commitments.slice(64 * place, 64 * (place + 1)),
      isSealed,
      canReveal: isSealed && revealersOf(sets, item.rulesVersion, ruleId).some((role) => actor.roles.has(role)),
    };
  });
}

/** What was taken out of a step and of the events that tell of it: by which rule and where, never the values. */
export async function readTaken(actor: PersonActor, traceId: string, spanId: string): Promise<Result<TakenPage>> {
  if (!access.readPayloads(actor)) return forbidden;
  const found = await itemsOf(traceId, spanId);
  if (found === null) return missing;
  const [sets, reveals] = await Promise.all([setsOf(found.items), listReveals(traceId, spanId)]);
  const people = new Map((await listPeopleByIds(reveals.map(({ personId }) => personId))).map(({ id, name }) => [id, name]));
  return ok({
    reveals: reveals.map(({ itemId, place, personId, reason, revealedAt }) => {
      const by = people.get(personId) ?? "someone who left";
      return { itemId, place, by, reason, at: revealedAt.toISOString() };
    }),
    values: found.items.flatMap((item) => valuesOf(actor, item, sets)),
    beyond: found.items.reduce((sum, { beyond }) => sum + beyond, 0),
    can: { check: access.checkValues(actor) },
  });
}

/** Whether a value is one of those that were taken out of a step, and which. Each try is on the record, and there are not many. */
export async function checkValue(
  actor: PersonActor,
  { traceId, spanId, value }: CheckInput,
  now: Date = clock.now(),
): Promise<Result<{ readonly matches: readonly Pick<TakenValue, "itemId" | "place">[] }>> {
  if (!access.checkValues(actor)) return refuse("forbidden", "Your role does not try values.");
  const found = await itemsOf(traceId, spanId);
  if (found === null) return missing;
  const rate = await takeRate(`redaction-check/${actor.id}`, CHECKS_AN_HOUR, HOUR_SECONDS);
  if (!rate.ok) return rate;
  const candidates = candidatesOf(value);
  const matches = await Promise.all(
    found.items.map(async (item) => (await findCommitments(traceId, item, candidates)).map((place) => ({ itemId: item.itemId, place }))),
  );
  const all = matches.flat();
  await inTransaction((tx) =>
    audit.append(tx, {
      kind: "redaction.value_checked",
      actor: audit.entryActor(actor),
      subject: { type: "step", id: `${traceId}/${spanId}` },
      occurredAt: now,
      data: { matches: all.length },
    }),
  );
  return ok({ matches: all });
}

/** Shows an original that was kept, to whom its rule names, once: with its entry in the audit log, or not at all. */
export async function revealValue(
  actor: PersonActor,
  input: RevealInput,
  now: Date = clock.now(),
): Promise<Result<{ readonly value: string }>> {
  if (!access.readPayloads(actor)) return forbidden;
  const { traceId, spanId, itemId, place, reason } = input;
  const found = await itemsOf(traceId, spanId);
  const item = found?.items.find((each) => each.itemId === itemId);
  const note = item === undefined ? undefined : notesOf(item)[place];
  if (item === undefined || note === undefined) return missing;
  const [ruleId] = note;
  const sealed = sealsOf(item)[place] ?? null;
  const isAllowed = revealersOf(await setsOf([item]), item.rulesVersion, ruleId).some((role) => actor.roles.has(role));
  if (sealed === null) return refuse("not_found", "No original was kept: it was taken out for good.");
  if (!isAllowed) return refuse("forbidden", "The rule that took it out does not let your role see it.");
  const value = unseal(sealed, SEALED_FOR);
  if (value === null) return refuse("unavailable", "It was encrypted with another key than Reeve has now.");
  await inTransaction(async (tx) => {
    const id = newId("reveal");
    await insertReveal(tx, { id, traceId, spanId, itemId, place, personId: actor.id, reason, revealedAt: now });
    await audit.append(tx, {
      kind: "redaction.value_revealed",
      actor: audit.entryActor(actor),
      subject: { type: "step", id: `${traceId}/${spanId}` },
      occurredAt: now,
      data: { revealId: id, ruleId, itemId, place, reasonDigest: digestOfText(reason) },
    });
  });
  return ok({ value });
}
