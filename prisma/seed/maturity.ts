import { setTarget } from "@/server/maturity/aims";
import { attest } from "@/server/maturity/assessing";
import { evaluateDaily } from "@/server/maturity/evaluating";
import { inventPast } from "@/server/maturity/inventing";
import { addItem, closeItem } from "@/server/maturity/roadmap";
import { confirmExclusion, proposeExclusion, waive } from "@/server/maturity/waivers";
import type { PersonActor } from "@/server/platform/actor";
import { expectOk } from "./expect";

const DAY_MS = 86_400_000;
const INTRANET = "https://intranet.reeve.demo";

type Attested = {
  readonly criterion: string;
  readonly daysAgo: number;
  readonly validDays: number;
  readonly link: string;
  readonly why: string;
};

/** What an executive and the auditor both found. The evidence of one of them has run out since. */
const AGREED: readonly Attested[] = [
  { criterion: "GOV-2.2", daysAgo: 84, validDays: 365, link: "policies/ai-agents", why: "Approved by the executive board in August." },
  {
    criterion: "FIN-5.3",
    daysAgo: 80,
    validDays: 60,
    link: "finance/value-register",
    why: "The register of the second quarter is signed.",
  },
  {
    criterion: "ORG-2.2",
    daysAgo: 77,
    validDays: 365,
    link: "policies/ai-agents/roles",
    why: "The sponsor is named; the chart covers all five teams.",
  },
  {
    criterion: "SEC-2.1",
    daysAgo: 70,
    validDays: 365,
    link: "security/threat-models",
    why: "Each high-risk agent has one, with a disposition for all ten.",
  },
  {
    criterion: "DX-4.4",
    daysAgo: 50,
    validDays: 183,
    link: "surveys/builders-october",
    why: "61 % of the builders answered; the three actions are listed.",
  },
  {
    criterion: "ORG-3.3",
    daysAgo: 40,
    validDays: 365,
    link: "people/notices",
    why: "Notices went to Sales, Customer Care and Procurement.",
  },
];

/** The open difference: both reasons stand until somebody else settles it. */
const DIFFERED = {
  criterion: "ORG-3.4",
  daysAgo: 6,
  validDays: 180,
  link: "legal/reporting-duties",
  yes: "The map names the authority, the clock and the owner for every duty we have.",
  no: "The map is there, but nobody has rehearsed it, and two of the owners have left their posts.",
} as const;

const TARGETS = { ALL: 3, GOV: 4, SEC: 4, HITL: 4, PLT: 3, OBS: 4, FIN: 3, DX: 3, ORG: 3 } as const;

type Planned = { readonly criterion: string; readonly owner: string; readonly inDays: number };
const PLANNED: readonly Planned[] = [
  { criterion: "FIN-2.3", owner: "operator@reeve.demo", inDays: 5 },
  { criterion: "HITL-2.2", owner: "operator@reeve.demo", inDays: 12 },
  { criterion: "SEC-3.5", owner: "priya@reeve.demo", inDays: 20 },
  { criterion: "GOV-3.2", owner: "operator@reeve.demo", inDays: 48 },
  { criterion: "OBS-3.5", owner: "lea@reeve.demo", inDays: 75 },
];

/** Thirteen weeks, week by week, and two days of the last one. */
const PAST_DAYS = [...Array.from({ length: 13 }, (_, week) => (13 - week) * 7), 4, 1] as const;
/** One model has had no price since then. */
const FALLEN = { fallen: ["FIN-2.3"], fellDaysAgo: 5 } as const;

type Person = (email: string) => PersonActor;

async function attestAll(person: Person, ago: (days: number) => Date): Promise<void> {
  const [chief, auditor] = [person("executive@reeve.demo"), person("auditor@reeve.demo")];
  for (const { criterion, daysAgo, validDays, link, why } of AGREED) {
    const said = { criterion, isMet: true, rationale: why, evidence: { link: `${INTRANET}/${link}` }, validDays };
    for (const who of [chief, auditor]) expectOk(await attest(who, said, ago(daysAgo)), criterion);
  }
  const { criterion, daysAgo, validDays, link, yes, no } = DIFFERED;
  const said = { criterion, evidence: { link: `${INTRANET}/${link}` }, validDays };
  expectOk(await attest(chief, { ...said, isMet: true, rationale: yes }, ago(daysAgo + 1)), criterion);
  expectOk(await attest(auditor, { ...said, isMet: false, rationale: no, evidence: null }, ago(daysAgo)), criterion);
}

/** Two risks that somebody accepts for a time, one of them for not much longer, and one criterion that does not apply. */
async function exceptAll(person: Person, ago: (days: number) => Date, dayIn: (days: number) => string): Promise<void> {
  const [chief, operator] = [person("executive@reeve.demo"), person("operator@reeve.demo")];
  const waived = [
    {
      criterion: "OBS-3.5",
      ownerId: person("lea@reeve.demo").id,
      until: dayIn(9),
      reason: "The scanner of stored payloads is bought; it is in place by then.",
    },
    {
      criterion: "SEC-2.4",
      ownerId: person("priya@reeve.demo").id,
      until: dayIn(120),
      reason: "The two tools that still take keys as arguments are replaced in spring.",
    },
  ];
  for (const waiver of waived) expectOk(await waive(chief, waiver, ago(60)), waiver.criterion);
  const why = "No agent of ours writes code or chooses what code runs: deploy-agent starts releases that people made.";
  const { id } = expectOk(await proposeExclusion(operator, { criterion: "SEC-3.4", reason: why }, ago(33)), "SEC-3.4");
  expectOk(await confirmExclusion(chief, id, ago(31)), "SEC-3.4");
}

async function planAll(person: Person, ago: (days: number) => Date, dayIn: (days: number) => string): Promise<void> {
  const operator = person("operator@reeve.demo");
  const add = async ({ criterion, owner, inDays }: Planned, at: Date) =>
    expectOk(await addItem(operator, { criterion, ownerId: person(owner).id, dueOn: dayIn(inDays) }, at), criterion).id;
  const done = await add({ criterion: "GOV-2.1", owner: "operator@reeve.demo", inDays: -20 }, ago(70));
  expectOk(await closeItem(operator, { id: done, revision: 1, outcome: "done" }, ago(22)), "GOV-2.1");
  for (const item of PLANNED) await add(item, ago(14));
}

/**
 * What people said of the maturity of the demo, what they aim at and plan, where it stands today by every check, and thirteen weeks
 * before that, which are made up out of it and say so.
 */
export async function seedMaturity(person: Person, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const dayIn = (days: number) => ago(-days).toISOString().slice(0, 10);
  await attestAll(person, ago);
  await exceptAll(person, ago, dayIn);
  const chief = person("executive@reeve.demo");
  for (const [subject, level] of Object.entries(TARGETS)) {
    expectOk(
      await setTarget(chief, { subject, scope: "", level, dueOn: dayIn(subject === "ALL" ? 128 : 220), isSet: true }, ago(75)),
      subject,
    );
  }
  await evaluateDaily(now);
  await inventPast({ daysAgo: PAST_DAYS, ...FALLEN });
  await planAll(person, ago, dayIn);
}
