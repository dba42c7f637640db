import { decide } from "@/server/approvals/decisions";
import { consume, propose, receive } from "@/server/gate/service";
import type { GrantInput } from "@/server/grants/schema";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { expectOk } from "./expect";
import { type Players, toProposal } from "./history";
import type { SeedCall } from "./scenarios";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOOK_MS = 1_500;

type Story = {
  readonly givenHoursAgo: number;
  readonly grant: Omit<GrantInput, "endsAt" | "isThisRun">;
  readonly lastsHours: number;
  readonly call: SeedCall;
  /** Arguments and minutes ago of the calls that it let through. */
  readonly uses: readonly { readonly minutesAgo: number; readonly args: SeedCall["args"] }[];
};

const tickets: SeedCall = {
  agent: "support-triage",
  tool: "desk.close_tickets",
  args: { days: 90, count: 120 },
  resource: "desk:queue/general",
  reasoning: "Nobody answered on these tickets after two reminders.",
  impact: { records: 120, external: true, reversible: true },
  taskClass: "ticket-hygiene",
  initiatorEmail: "jon@reeve.demo",
};

const terms: SeedCall = {
  agent: "renewals-agent",
  tool: "crm.set_terms",
  args: { account: "Contoso Health", days: 30 },
  resource: "crm:account/contoso-health",
  reasoning: "They asked for thirty days with the renewal.",
  impact: { amountMicroUsd: "4200000000", records: 1, external: true, reversible: true },
  taskClass: "renewal-outreach",
  initiatorEmail: "sam@reeve.demo",
};

const STORIES: readonly Story[] = [
  {
    givenHoursAgo: 30,
    lastsHours: 6 * 24,
    call: tickets,
    grant: {
      scope: {
        kind: "shape",
        constraints: [
          { pointer: "/days", op: "equals", value: 90 },
          { pointer: "/count", op: "at_most", max: 200 },
        ],
        resource: { op: "equals", value: "desk:queue/general" },
      },
      maxUses: 20,
      reason: "Clean-up of the old queue until the end of the week. Larger batches still come to us.",
    },
    uses: [
      { minutesAgo: 26 * 60, args: { days: 90, count: 84 } },
      { minutesAgo: 20 * 60, args: { days: 90, count: 131 } },
      { minutesAgo: 5 * 60, args: { days: 90, count: 47 } },
      { minutesAgo: 75, args: { days: 90, count: 102 } },
    ],
  },
  {
    givenHoursAgo: 20,
    lastsHours: 3 * 24,
    call: terms,
    grant: {
      scope: {
        kind: "shape",
        constraints: [
          { pointer: "/account", op: "any" },
          { pointer: "/days", op: "at_most", max: 30 },
        ],
        resource: { op: "any" },
      },
      maxUses: 10,
      budgetMicroUsd: "25000000000",
      reason: "Thirty days is our standard for renewals. Longer terms still come to us.",
    },
    uses: [
      { minutesAgo: 15 * 60, args: { account: "Proseware Labs", days: 30 } },
      { minutesAgo: 4 * 60, args: { account: "Adatum Energy", days: 21 } },
    ],
  },
];

async function play(story: Story, at: number, players: Players, approvers: readonly PersonActor[], now: Date): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const askedAt = ago(story.givenHoursAgo * HOUR_MS);
  const givenAt = new Date(askedAt.getTime() + 6 * MINUTE_MS);
  const name = `demo-grant-${at}`;
  const run = `run-${8_700 + at * 20}`;
  const asked = expectOk(await happeningAt(askedAt, () => propose(players.key, toProposal(story.call, run), name)), "ask with a grant");
  const endsAt = new Date(givenAt.getTime() + story.lastsHours * HOUR_MS).toISOString();
  const grant = { ...story.grant, isThisRun: false, endsAt };
  await give(asked.approval?.id ?? "", grant, approvers, givenAt);
  const away = { type: "AbortError", message: "The worker was restarted before the tool ran." };
  const first = { call: story.call, actionId: asked.id, askedAt, endedAt: new Date(givenAt.getTime() + TOOK_MS) };
  players.tell({ runId: run, ...first, fault: away });
  for (const [index, { minutesAgo, args }] of story.uses.entries()) {
    const usedAt = ago(minutesAgo * MINUTE_MS);
    const account =
      typeof args.account === "string" ? `crm:account/${args.account.toLowerCase().replaceAll(" ", "-")}` : story.call.resource;
    const call = { ...story.call, args, resource: account };
    const key = `${name}-${index}`;
    const proposed = await happeningAt(usedAt, () => propose(players.key, toProposal(call, `${run}-${index}`), key));
    const { actionId, endedAt } = await runOne(proposed, players, usedAt, key);
    players.tell({ runId: `${run}-${index}`, call, actionId, askedAt: usedAt, endedAt, fault: null });
  }
}

/** Whoever is asked approves, and allows the next ones. */
async function give(id: string, grant: GrantInput, approvers: readonly PersonActor[], at: Date): Promise<void> {
  for (const actor of approvers) {
    const given = await happeningAt(at, () => decide(actor, { id, verdict: "approve", reason: "", grant }));
    if (given.ok) return;
    if (given.refusal.code !== "forbidden" && given.refusal.code !== "self_approval") expectOk(given, "give a grant");
  }
  throw new Error("seeding the demo: nobody may give the grant");
}

type Ran = { readonly actionId: string; readonly endedAt: Date };

async function runOne(proposed: Awaited<ReturnType<typeof propose>>, players: Players, at: Date, key: string): Promise<Ran> {
  const { id, cause, actionDigest } = expectOk(proposed, "propose under a grant");
  if (id === null || cause !== "grant") throw new Error(`seeding the demo: a call was not allowed by the grant but by ${cause}`);
  const consumedAt = new Date(at.getTime() + 2_000);
  const { token } = expectOk(await happeningAt(consumedAt, () => consume(players.key, id, { actionDigest }, `${key}-once`)), "consume");
  const receipt = { token, status: "succeeded" as const, actionDigest, durationMs: TOOK_MS };
  const endedAt = new Date(consumedAt.getTime() + TOOK_MS);
  expectOk(await happeningAt(endedAt, () => receive(players.key, id, receipt)), "receipt");
  return { actionId: id, endedAt };
}

/** Two standing grants in use: each given with an approval, each with calls that it let through since. */
export async function seedGrants(players: Players, approvers: readonly PersonActor[], now: Date): Promise<void> {
  for (const [at, story] of STORIES.entries()) await play(story, at, players, approvers, now);
}
