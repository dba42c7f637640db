import { append, entryActor } from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import { TOKEN_CLASSES } from "@/server/kernel/cost";
import { csvLine } from "@/server/kernel/csv";
import { ok, type Result } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction, inTransaction, type PgTx } from "@/server/platform/tx";
import { priceTableAt } from "@/server/pricing/table";
import { chargesOf, FOCUS_COLUMNS, type FocusAccount, type FocusCharge, type FocusPeriod, focusRow, placeOf } from "./core/focus";
import { type CountedRange, rangeFor } from "./counted";
import type { FocusQuery } from "./counted-schema";
import * as store from "./focus-store";

const HOUR_MS = 3_600_000;
/** Steps are read so many at a time: a day of any size takes the memory of its rows and of one page. */
const PAGE = 2_000;
const UNKNOWN_PROVIDER = "unknown";

export type FocusFile = { readonly chunks: AsyncGenerator<string>; readonly fileName: string };

/** Cost counts by the hour, so a bound within one, in a zone that is half an hour off, is that of the next. */
const nextHour = (at: Date): Date => new Date(Math.ceil(at.getTime() / HOUR_MS) * HOUR_MS);

/** The charges of a step, by class of tokens, as the table that it was priced by has them. */
async function chargesOfStep(step: store.PricedStep): Promise<readonly FocusCharge[]> {
  const { price, quote } = await priceTableAt(step.priceVersion);
  const [provider, model] = step.toldModel === null ? [step.provider, step.model] : [step.toldProvider, step.toldModel];
  const call = { ...step, provider, model, hasFailed: false };
  const [priced, units] = [price(call), quote(call)];
  if (units === null) return [];
  return TOKEN_CLASSES.flatMap((tokenClass): FocusCharge[] => {
    const [agreed, tokens] = [units.agreed[tokenClass], priced.tokens[tokenClass]];
    if (agreed === null || tokens === 0) return [];
    const { agent, team } = step;
    const names = { provider: step.provider ?? UNKNOWN_PROVIDER, model: step.model ?? "" };
    return [{ agent, team, ...names, tokenClass, tokens: BigInt(tokens), agreed, listed: units.listed[tokenClass] ?? agreed }];
  });
}

/** The charges of a day by place, those of one price together. */
async function sumSteps(tx: PgTx, day: store.Day, agent: string | null): Promise<ReadonlyMap<string, readonly FocusCharge[]>> {
  const sums = new Map<string, FocusCharge>();
  let after = { traceId: "", spanId: "" };
  for (;;) {
    const steps = await store.listPriced(tx, nextHour(day.from), nextHour(day.to), agent, after, PAGE);
    for (const step of steps) {
      for (const charge of await chargesOfStep(step)) {
        const key = `${placeOf(charge)} ${charge.listed} ${charge.agreed}`;
        sums.set(key, { ...charge, tokens: charge.tokens + (sums.get(key)?.tokens ?? 0n) });
      }
    }
    const last = steps.at(-1);
    if (last === undefined || steps.length < PAGE) break;
    after = last;
  }
  return Map.groupBy(sums.values(), placeOf);
}

/** What a day was charged for: its calls at their prices, as long as they are what was counted. */
const chargesOfDay = (day: store.Day, agent: string | null): Promise<readonly FocusCharge[]> =>
  inPgTransaction(async (tx) => {
    await store.readAtOneMoment(tx);
    const counted = await store.countClasses(tx, day, agent);
    if (counted.length === 0) return [];
    const steps = await sumSteps(tx, day, agent);
    return counted.flatMap(({ agent: of, team, provider, model, ...row }) =>
      TOKEN_CLASSES.flatMap((tokenClass) => {
        const place = { agent: of, team, provider: provider ?? UNKNOWN_PROVIDER, model: model ?? "", tokenClass };
        const sums = { ...place, tokens: BigInt(row[`${tokenClass}Tokens`]), costPicoUsd: BigInt(row[`${tokenClass}Cost`]) };
        return chargesOf(sums, steps.get(placeOf(place)) ?? []);
      }),
    );
  });

const second = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
const periodOf = ({ from, to, billingFrom, billingTo }: store.Day): FocusPeriod => ({
  start: second(from),
  end: second(to),
  billingStart: second(billingFrom),
  billingEnd: second(billingTo),
});

async function* linesOf({ from, to, timeZone, agent }: CountedRange, account: FocusAccount): AsyncGenerator<string> {
  yield csvLine(FOCUS_COLUMNS);
  for (const day of await store.listDays(from, to, timeZone)) {
    const period = periodOf(day);
    const lines = (await chargesOfDay(day, agent)).map((charge) => csvLine(focusRow(charge, period, account)));
    if (lines.length > 0) yield lines.join("");
  }
}

/**
 * What calls of models cost as a dataset of FOCUS 1.2: a row for each day of the organisation, agent, team, model, class of
 * tokens and price. The rows add up to the counted total exactly; what has no price is not in it. Sent day by day.
 */
export async function exportFocus(actor: Actor, query: FocusQuery): Promise<Result<FocusFile>> {
  const range = await rangeFor(actor, query);
  if (!range.ok) return range;
  const { from, to, timeZone } = range.value;
  const { name } = await organisation();
  const now = clock.now();
  await inTransaction((tx) =>
    append(tx, {
      kind: "spend.exported",
      actor: entryActor(actor),
      subject: { type: "spend", id: "focus" },
      agentName: range.value.agent,
      occurredAt: now,
      data: { format: "focus", from: from.toISOString(), to: to.toISOString() },
    }),
  );
  const account = { name, providers: await store.providerNames() };
  const localDay = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const fileName = `focus-${localDay.format(from)}-${localDay.format(new Date(to.getTime() - 1))}.csv`;
  return ok({ chunks: linesOf(range.value, account), fileName });
}
