import { DateTime } from "luxon";
import { consume, propose, receive } from "@/server/gate/service";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { decideWithKey } from "./countersign";
import { expectOk } from "./expect";
import { changesOf, denied, type Players, toProposal } from "./history";
import type { SeedCall } from "./scenarios";
import { about, randomOf, turnFor } from "./telemetry/episodes";
import { profileOf } from "./telemetry/profiles";
import { type Call, FRIDAY_RUN, type Run, spanOf, type Turn, timed } from "./telemetry/run";

// Friday, 4 PM: the story that Reeve exists for, as it went the last time: asked for half price, told no, and allowed less.

const MINUTE_MS = 60_000;
const HEARD_MS = 400;

type Deciders = { readonly finance: PersonActor; readonly sales: PersonActor };

function lastFriday(now: Date): Date {
  const here = DateTime.fromJSDate(now, { zone: "Europe/London" });
  const friday = here.set({ weekday: 5, hour: 16, minute: 0, second: 0, millisecond: 0 });
  return (friday < here.minus({ hours: 2 }) ? friday : friday.minus({ weeks: 1 })).toJSDate();
}

const acme = "crm:account/acme";
const base = { agent: "sales-agent", taskClass: "renewal-outreach", initiatorEmail: "sam@reeve.demo" };

const reading: SeedCall = {
  ...base,
  tool: "crm.read_account",
  args: { account: "Acme Corp" },
  resource: acme,
  reasoning: "Acme Corp renews on 1 January. Before I offer anything I look at the account.",
  impact: null,
};

const discount = (percent: number, reasoning: string): SeedCall => ({
  ...base,
  tool: "crm.apply_discount",
  args: { account: "Acme Corp", percent, term: "2027-01-01/2027-12-31", reason: "Churn score 0.91" },
  resource: acme,
  reasoning,
  impact: { amountMicroUsd: String(BigInt(percent) * 24_000_000_000n), records: 1, external: true, reversible: false },
});

const HALF = discount(
  50,
  "Churn score 0.91 and usage down 34 % since June. The two accounts above 0.90 that we kept last year were kept with large discounts. Half price for 2027 holds Acme; losing it costs $2.4 M a year.",
);
const LESS = discount(
  15,
  "Half price was refused, and a changed proposal may be allowed. 15 % is what Acme asked for last year, and Sales may give it.",
);
const NO = "Half price is not ours to give, and nobody asked for it. Offer what Sales may decide.";

type Step = {
  readonly call: SeedCall;
  readonly at: number;
  readonly actionId: string;
  readonly digest: string;
  readonly approvalId: string;
};

async function ask(call: SeedCall, number: number, atMs: number, { key }: Players): Promise<Step> {
  const proposal = { ...toProposal(call, FRIDAY_RUN) };
  const placed = { ...proposal, run: { ...proposal.run, spanId: spanOf(FRIDAY_RUN, number) } };
  const asked = await happeningAt(new Date(atMs), () => propose(key, placed, `demo-friday-${number}`));
  const { id, actionDigest, approval } = expectOk(asked, call.tool);
  return { call, at: atMs, actionId: id ?? "", digest: actionDigest, approvalId: approval?.id ?? "" };
}

/** Runs what was allowed; answers when it was through. */
async function run({ call, actionId, digest }: Step, fromMs: number, { key }: Players): Promise<number> {
  const once = `demo-friday-${actionId}-once`;
  const { token } = expectOk(await happeningAt(new Date(fromMs), () => consume(key, actionId, { actionDigest: digest }, once)), "consume");
  const endMs = fromMs + 1_500;
  const receipt = { token, status: "succeeded" as const, actionDigest: digest, durationMs: 1_500, ...changesOf(call) };
  expectOk(await happeningAt(new Date(endMs), () => receive(key, actionId, receipt)), "receipt");
  return endMs;
}

const decided = async (
  actor: PersonActor,
  { approvalId, call }: Step,
  verdict: "approve" | "reject",
  reason: string,
  atMs: number,
  players: Players,
) =>
  expectOk(
    await happeningAt(new Date(atMs), () => decideWithKey(actor, { id: approvalId, verdict, reason }, call.agent, players.keys)),
    `${verdict} on Friday`,
  );

const ACCOUNT = {
  account: "Acme Corp",
  annualUsd: 2_400_000,
  churnScore: 0.91,
  usageSinceJune: "-34 %",
  renewal: "2027-01-01",
  discountPercent: 0,
};

const callOf = ({ call, at, actionId }: Step, number: number, endMs: number, rest: Pick<Call, "result" | "fault">): Call => ({
  kind: "tool",
  name: call.tool,
  args: call.args,
  ms: endMs - at,
  spanId: spanOf(FRIDAY_RUN, number),
  actionId,
  ...rest,
});

/** Plays the last Friday through the gate and the queue; answers the run that its agent tells of. */
export async function seedFriday(players: Players, { finance, sales }: Deciders, now: Date): Promise<Run> {
  const startMs = lastFriday(now).getTime();
  const random = randomOf(FRIDAY_RUN);
  const profile = profileOf("sales-agent");
  const thinks = (index: number, said: Pick<Turn, "says" | "calls" | "ms"> & { reasoning?: string }) =>
    turnFor(random, profile, index, said);
  const turns: Turn[] = [];
  // Each call begins when the model before it was through: the run's own times say when that is.
  const begins = (ms: number) => startMs + (timed([...turns, { ms, says: "", usage: null, calls: [] }], 0).at(-1)?.endMs ?? 0) + 6;

  const read = await ask(reading, 0, begins(2_100), players);
  const readMs = await run(read, read.at + 120, players);
  turns.push(thinks(0, { ms: 2_100, says: "", reasoning: reading.reasoning ?? "", calls: [callOf(read, 0, readMs, { result: ACCOUNT })] }));

  const half = await ask(HALF, 1, begins(5_400), players);
  const refusedMs = half.at + 19 * MINUTE_MS;
  await decided(finance, half, "reject", NO, refusedMs, players);
  const refused = callOf(half, 1, refusedMs + HEARD_MS, {
    result: null,
    fault: denied("human", `${NO} A changed proposal may be allowed.`),
  });
  turns.push(thinks(1, { ms: 5_400, says: "", reasoning: HALF.reasoning ?? "", calls: [refused] }));

  const less = await ask(LESS, 2, begins(3_700), players);
  const allowedMs = less.at + 11 * MINUTE_MS;
  await decided(sales, less, "approve", "", allowedMs, players);
  const ranMs = await run(less, allowedMs + HEARD_MS, players);
  const quote = { quote: "Q-2027-0298", percent: 15, state: "open to the client" };
  turns.push(thinks(2, { ms: 3_700, says: "", reasoning: LESS.reasoning ?? "", calls: [callOf(less, 2, ranMs, { result: quote })] }));
  turns.push(thinks(3, { ms: 1_900, says: "Acme has an offer with 15 % off for 2027. Half price was refused by Finance.", calls: [] }));
  return {
    ...about(profile, "sales-agent", FRIDAY_RUN, random),
    conversationId: "conv-acme",
    taskClass: base.taskClass,
    initiator: { type: "user", id: base.initiatorEmail },
    goal: "Acme Corp renews on 1 January and the churn score went up this week. Keep them.",
    startMs,
    turns,
  };
}
