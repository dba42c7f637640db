import type { Random } from "../random";
import { about, randomOf, turnFor } from "./episodes";
import { MODELS, profileAt, profileOf } from "./profiles";
import type { Call, Model, Run, Turn } from "./run";

// What agents do all day without touching anything: answering, sorting, summing up.

const CLIENTS = ["Tailspin Freight", "Wide World Foods", "Fabrikam Logistics", "Litware Supplies", "Contoso Health", "Adatum Energy"];
const SUBJECTS = ["a lost letter", "a double charge", "the new premium", "water in the cellar", "a change of address", "a stolen bicycle"];
const QUEUES = ["billing", "claims", "contracts", "complaints"];

type Talk = {
  readonly weight: number;
  readonly agent: string;
  readonly taskClass: string;
  readonly initiators: readonly { readonly type: string; readonly id: string }[];
  /** Some work is given to a cheaper or a stronger model. */
  readonly models?: readonly Model[];
  readonly source?: string;
  readonly guard?: string;
  readonly words: (random: Random) => { readonly goal: string; readonly thought: string; readonly answer: string };
};

const user = (id: string) => ({ type: "user", id: `${id}@reeve.demo` });
const system = (id: string) => ({ type: "system", id });

const TALKS: readonly Talk[] = [
  {
    weight: 34,
    agent: "support-triage",
    taskClass: "ticket-triage",
    initiators: [system("desk-webhook")],
    models: [MODELS.gpt41Mini, MODELS.gpt41Mini, MODELS.gpt4oMini],
    guard: "personal-data",
    words: (random) => {
      const [subject, queue] = [random.pick(SUBJECTS), random.pick(QUEUES)];
      const number = random.between(31_000, 39_999);
      return {
        goal: `Ticket ${number}: "I write about ${subject}. Nobody called me back."`,
        thought: `It is about ${subject}; ${queue} handles that.`,
        answer: `Queue: ${queue}. Priority: ${random.pick(["low", "normal", "high"])}. Reason: ${subject}.`,
      };
    },
  },
  {
    weight: 16,
    agent: "claims-intake",
    taskClass: "claim-summary",
    initiators: [user("jon"), system("claims-inbox")],
    models: [MODELS.gpt5, MODELS.gpt5, MODELS.gpt5Mini],
    source: "policy-terms",
    words: (random) => {
      const claim = `C-${random.between(20_100, 20_999)}`;
      return {
        goal: `Sum up claim ${claim} for the desk, with what is still missing.`,
        thought: "The terms say which papers are needed; I hold the file against them.",
        answer: `${claim}: ${random.pick(["water damage", "broken glass", "theft"])}, reported on time. Missing: ${random.pick(["the invoice of the repair", "photos of the damage", "nothing"])}.`,
      };
    },
  },
  {
    weight: 15,
    agent: "sales-agent",
    taskClass: "account-brief",
    initiators: [user("sam"), user("dana")],
    source: "account-notes",
    words: (random) => {
      const client = random.pick(CLIENTS);
      return {
        goal: `Brief me on ${client} before the call.`,
        thought: `The notes of the last calls with ${client} say what they care about.`,
        answer: `${client} asks for faster claims, not for a lower price. Offer the dedicated desk, not a discount.`,
      };
    },
  },
  {
    weight: 13,
    agent: "renewals-agent",
    taskClass: "renewal-draft",
    initiators: [user("sam"), system("renewal-calendar")],
    words: (random) => {
      const client = random.pick(CLIENTS);
      return {
        goal: `Draft the renewal letter to ${client}.`,
        thought: "Short, with the new premium in the first paragraph.",
        answer: `Dear ${client}, your policy ends on 31 December. The premium for 2027 is ${random.between(2, 9)} % higher; here is why, and what you can choose.`,
      };
    },
  },
  {
    weight: 9,
    agent: "reporting-agent",
    taskClass: "weekly-figures",
    initiators: [system("cron")],
    models: [MODELS.pro, MODELS.flash],
    source: "definitions",
    words: (random) => ({
      goal: `Explain why the loss ratio of week ${random.between(33, 47)} moved.`,
      thought: "Two large claims explain most of it; the rest is the usual season.",
      answer: `The loss ratio rose by ${random.between(1, 4)} points. Two claims of the storm explain three quarters of it.`,
    }),
  },
  {
    weight: 8,
    agent: "onboarding-agent",
    taskClass: "first-days",
    initiators: [user("lea"), user("jon")],
    source: "handbook",
    words: (random) => ({
      goal: `Where does a new colleague in ${random.pick(["claims", "sales", "the data team"])} find what they need on the first day?`,
      thought: "The handbook has a page for each team.",
      answer: "Badge at the desk, laptop with IT on floor 2, the first meeting at ten. The list is in the handbook under First week.",
    }),
  },
  {
    weight: 9,
    agent: "refund-agent",
    taskClass: "refund-questions",
    initiators: [user("jon"), system("care-chat")],
    models: [MODELS.gpt5Mini, MODELS.gpt5Mini, MODELS.gpt41Mini],
    words: (random) => ({
      goal: `A client asks when the refund of $${random.between(40, 900)} arrives.`,
      thought: "Refunds take two bank days after they were sent.",
      answer: "It was sent yesterday and arrives within two bank days. The reference is on the letter.",
    }),
  },
  {
    weight: 5,
    agent: "pricing-agent",
    taskClass: "price-model",
    initiators: [user("dana")],
    source: "price-cells",
    words: (random) => ({
      goal: `Try a price model with ${random.between(4, 12)} age bands on the staging data.`,
      thought: "More bands fit better and hold worse on the year before.",
      answer: "Six bands are enough: the fit gains 0.3 % with twelve, and loses 1.1 % on 2024.",
    }),
  },
  {
    weight: 5,
    agent: "invoice-agent",
    taskClass: "invoice-matching",
    initiators: [system("erp-inbox")],
    words: (random) => ({
      goal: `Which order does invoice ${random.between(70_000, 79_999)} belong to?`,
      thought: "Vendor, sum and date leave one order.",
      answer: `Order PO-${random.between(39_000, 40_300)}, with a difference of $${random.between(0, 30)}.`,
    }),
  },
];

const WEIGHTS = TALKS.reduce((sum, { weight }) => sum + weight, 0);

function draw(random: Random): Talk {
  let left = random.next() * WEIGHTS;
  for (const talk of TALKS) {
    left -= talk.weight;
    if (left < 0) return talk;
  }
  return TALKS[0] as Talk;
}

const OVERLOADED = { type: "APICallError", message: "429 Too Many Requests: the model is overloaded" } as const;

function turnsOf(talk: Talk, random: Random, startMs: number): readonly Turn[] {
  const profile = profileAt(talk.agent, talk.taskClass, new Date(startMs));
  const { thought, answer } = talk.words(random);
  const model = talk.models === undefined ? profile.model : random.pick(talk.models);
  const turns: Turn[] = [];
  const beside: Call[] = [];
  const { guard, source } = talk;
  if (guard !== undefined) beside.push({ kind: "guardrail", name: guard, args: {}, result: false, ms: random.between(8, 60) });
  if (source !== undefined) {
    const found = [{ id: `${source}-${random.between(10, 99)}`, score: 0.81, text: thought }];
    beside.push({ kind: "retrieval", name: source, args: { query: thought, top_k: 5 }, result: found, ms: random.between(40, 300) });
  }
  // One in thirty meets an overloaded model and asks again.
  if (random.chance(0.033)) turns.push({ ms: random.between(200, 900), says: "", usage: null, fault: OVERLOADED, calls: [], model });
  if (beside.length > 0) turns.push(turnFor(random, { ...profile, model }, 0, { says: "", reasoning: thought, calls: beside, model }));
  turns.push(
    turnFor(random, { ...profile, model }, turns.length, {
      says: answer,
      calls: [],
      model,
      ...(beside.length === 0 ? { reasoning: thought } : {}),
    }),
  );
  return turns;
}

/** The `number`th of the runs that touch nothing, at its time. */
export function talkAt(number: number, startMs: number): Run {
  const runId = `run-${20_000 + number}`;
  const random = randomOf(runId);
  const talk = draw(random);
  const goal = talk.words(randomOf(`${runId} words`)).goal;
  return {
    ...about(profileOf(talk.agent), talk.agent, runId, random),
    taskClass: talk.taskClass,
    initiator: random.pick(talk.initiators),
    goal,
    startMs,
    turns: turnsOf(talk, randomOf(`${runId} turns`), startMs),
  };
}
