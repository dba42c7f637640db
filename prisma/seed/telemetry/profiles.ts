import type { Random } from "../random";
import type { DialectName, Model, Usage } from "./run";

const anthropic = (asked: string, day: string): Model => ({ asked, answers: `${asked}-${day}`, provider: "anthropic" });
const openai = (asked: string, day: string): Model => ({ asked, answers: `${asked}-${day}`, provider: "openai" });
const gemini = (asked: string): Model => ({ asked, answers: asked, provider: "gcp.gemini" });

export const MODELS = {
  sonnet: anthropic("claude-sonnet-4-5", "20250929"),
  haiku: anthropic("claude-haiku-4-5", "20251001"),
  opus: anthropic("claude-opus-4-1", "20250805"),
  gpt5: openai("gpt-5", "2025-08-07"),
  gpt5Mini: openai("gpt-5-mini", "2025-08-07"),
  gpt41Mini: openai("gpt-4.1-mini", "2025-04-14"),
  gpt4oMini: openai("gpt-4o-mini", "2024-07-18"),
  flash: gemini("gemini-2.5-flash"),
  pro: gemini("gemini-2.5-pro"),
  /** A model of the company's own, which no list prices. */
  ledger: { asked: "northwind-ledger-7b", answers: "northwind-ledger-7b", provider: "vllm" },
  /** The name of a deployment, behind which any model may stand. */
  deployment: { asked: "claims-prod", answers: "claims-prod", provider: "azure.ai.openai" },
} as const satisfies Record<string, Model>;

/** Dollars for a million tokens: input, output, read from the cache, written to it. As the senders know them. */
const PRICES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "claude-sonnet-4-5": [3, 15, 0.3, 3.75],
  "claude-opus-4-1": [15, 75, 1.5, 18.75],
  "claude-haiku-4-5": [1, 5, 0.1, 1.25],
  "gpt-5": [1.25, 10, 0.125, 1.25],
};

/** What a sender that reckons its own costs tells of a call. */
export function costOf({ asked }: Model, { input, output, cacheRead = 0, cacheWrite = 0 }: Usage): number | undefined {
  const price = PRICES[asked];
  if (price === undefined) return undefined;
  const [fresh, out, read, write] = price;
  const usd = ((input - cacheRead - cacheWrite) * fresh + output * out + cacheRead * read + cacheWrite * write) / 1e6;
  return Number(usd.toFixed(6));
}

export type Profile = {
  readonly service: string;
  readonly dialect: DialectName;
  readonly team: string;
  readonly model: Model;
  readonly instructions: string;
  /** Tokens of a first question, of which so many are the same each time. */
  readonly tokens: number;
  readonly isCached: boolean;
  /** Says itself what a call cost. */
  readonly tellsCost?: boolean;
  /** Streams without asking for usage, so that some calls tell none. */
  readonly shareWithoutUsage?: number;
};

const NORTHWIND = "You work for Northwind Mutual, an insurer. Ask before you act; what you may not do, you leave to people.";
const told = (words: string) => `${words} ${NORTHWIND}`;

/** How each agent of the demo is built. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  "sales-agent": {
    service: "sales-agents",
    dialect: "ai-sdk-7",
    team: "Sales",
    model: MODELS.sonnet,
    instructions: told("You keep renewals from churning."),
    tokens: 3_400,
    isCached: true,
  },
  "renewals-agent": {
    service: "renewals",
    dialect: "ai-sdk-6",
    team: "Sales",
    model: MODELS.haiku,
    instructions: told("You prepare renewal offers."),
    tokens: 2_100,
    isCached: true,
  },
  "refund-agent": {
    service: "care-agents",
    dialect: "openai-agents",
    team: "Customer Care",
    model: MODELS.gpt5Mini,
    instructions: told("You settle refund requests."),
    tokens: 1_700,
    isCached: true,
  },
  "support-triage": {
    service: "support-triage",
    dialect: "openllmetry",
    team: "Customer Care",
    model: MODELS.gpt41Mini,
    instructions: told("You sort and close support tickets."),
    tokens: 1_100,
    isCached: false,
    shareWithoutUsage: 0.12,
  },
  "claims-intake": {
    service: "claims-intake",
    dialect: "openinference",
    team: "Customer Care",
    model: MODELS.gpt5,
    instructions: told("You check claims against their policies."),
    tokens: 4_800,
    isCached: true,
    tellsCost: true,
  },
  "procurement-agent": {
    service: "procurement",
    dialect: "otel-old",
    team: "Procurement",
    model: MODELS.flash,
    instructions: told("You order what teams ask for."),
    tokens: 1_500,
    isCached: false,
  },
  "invoice-agent": {
    service: "invoice-matching",
    dialect: "otel-old",
    team: "Procurement",
    model: MODELS.ledger,
    instructions: told("You match invoices with orders."),
    tokens: 900,
    isCached: false,
  },
  "data-export-agent": {
    service: "data-delivery",
    dialect: "otel",
    team: "Data",
    model: MODELS.haiku,
    instructions: told("You deliver data sets to partners."),
    tokens: 1_300,
    isCached: false,
  },
  "reporting-agent": {
    service: "weekly-figures",
    dialect: "otel",
    team: "Data",
    model: MODELS.pro,
    instructions: told("You build the weekly figures."),
    tokens: 6_200,
    isCached: true,
    shareWithoutUsage: 0.08,
  },
  "deploy-agent": {
    service: "release-train",
    dialect: "otel",
    team: "Platform",
    model: MODELS.opus,
    instructions: told("You promote builds and scale clusters."),
    tokens: 2_600,
    isCached: true,
    tellsCost: true,
  },
  "onboarding-agent": {
    service: "onboarding",
    dialect: "otel",
    team: "Platform",
    model: MODELS.gpt5Mini,
    instructions: told("You set up accounts for new colleagues."),
    tokens: 1_200,
    isCached: false,
  },
  "pricing-agent": {
    service: "price-lab",
    dialect: "openinference",
    team: "Sales",
    model: MODELS.deployment,
    instructions: told("You try price models on staging data."),
    tokens: 2_900,
    isCached: false,
  },
};

export const profileOf = (agent: string): Profile => {
  const profile = PROFILES[agent];
  if (profile === undefined) throw new Error(`seeding the demo: nobody says how ${agent} is built`);
  return profile;
};

/** Since the first of last month, whenever the demo is seeded, renewals are prepared with the account's whole history: each run reads more. */
const today = new Date();
const WHOLE_HISTORY_SINCE = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1);
const WHOLE_HISTORY = 1.75;

/** How an agent was built at a time, for a task. */
export function profileAt(agent: string, taskClass: string, at: Date): Profile {
  const profile = profileOf(agent);
  if (!taskClass.startsWith("renewal") || at.getTime() < WHOLE_HISTORY_SINCE) return profile;
  return { ...profile, tokens: Math.round(profile.tokens * WHOLE_HISTORY) };
}

/** How much of documents, tools and notes comes before the model with each token of an agent's own instructions. */
const CONTEXT = 12;

/** What a call of the model used: more with each turn, most of it from the cache where the provider keeps one. */
export function usageFor(random: Random, { tokens, isCached, model }: Pick<Profile, "tokens" | "isCached" | "model">, turn: number): Usage {
  const input = CONTEXT * (Math.round(tokens * (0.85 + random.next() * 0.4)) + turn * random.between(180, 640));
  const thinks = model.provider === "openai" || model.provider === "gcp.gemini";
  const reasoning = thinks ? random.between(20, 380) : undefined;
  const output = random.between(45, 320) + (reasoning ?? 0);
  const read = Math.round(input * (turn === 0 ? 0.35 : 0.75));
  const cached = isCached
    ? { cacheRead: read, ...(model.provider === "anthropic" ? { cacheWrite: Math.round((input - read) * 0.6) } : {}) }
    : {};
  return { input, output, ...cached, ...(reasoning === undefined ? {} : { reasoning }) };
}
