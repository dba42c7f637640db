import type { AgentInput } from "@/server/fleet/schema";

const DAY_MS = 86_400_000;

type Settled = Pick<AgentInput, "riskReason" | "aiActRole" | "aiActClass" | "outOfBounds"> & {
  /** Days from today until its next review; below zero it is overdue, null: nobody has named a day. */
  readonly reviewInDays: number | null;
};

const settled = (
  aiActClass: NonNullable<AgentInput["aiActClass"]>,
  reviewInDays: number | null,
  riskReason: string,
  ...outOfBounds: string[]
): Settled => ({ aiActRole: "deployer", aiActClass, reviewInDays, riskReason, outOfBounds });

/** What people of the demo settled about their agents. The one on staging waits for it; two have no review ahead, one is late. */
const SETTLED: Readonly<Record<string, Settled>> = {
  "sales-agent": settled(
    "minimal",
    41,
    "It commits the company to prices that clients see at once and that cannot be taken back.",
    "Discounts on clients in dispute",
    "Terms longer than a year",
  ),
  "renewals-agent": settled("limited", 58, "It writes to many clients at a time in the company's name.", "Offers to clients who opted out"),
  "refund-agent": settled(
    "minimal",
    27,
    "It moves money, within limits and mostly back to who paid it.",
    "Refunds to an account other than the one that paid",
  ),
  "support-triage": settled("limited", 12, "What it closes can be opened again.", "Answers about claims", "Legal or medical advice"),
  "claims-intake": {
    ...settled(
      "high_risk",
      19,
      "It proposes pay-outs on health and life policies; a person decides each above a limit.",
      "Refusing a claim without a person",
      "Pricing or renewing a policy by what a claim tells",
    ),
    aiActRole: "provider_and_deployer",
  },
  "procurement-agent": settled(
    "minimal",
    -16,
    "It orders in the company's name and may change where vendors are paid.",
    "Vendors that are not approved",
  ),
  "invoice-agent": settled("minimal", null, "It reads and matches; it changes nothing.", "Approving an invoice"),
  "data-export-agent": settled(
    "minimal",
    33,
    "Data that has left cannot be called back.",
    "Personal data without an agreement with the partner",
    "Hosts outside the European Union",
  ),
  "reporting-agent": settled("minimal", null, "It reads figures and writes a report.", "Figures of single employees"),
  "deploy-agent": settled("minimal", 49, "A bad release reaches every client within minutes.", "Releases within the year-end freeze"),
  "onboarding-agent": settled(
    "minimal",
    22,
    "It opens doors to systems; each role can be taken away again.",
    "Roles of administrators",
    "Choosing or rating applicants",
  ),
};

/** What was settled about an agent, as its registration says it; nothing for one that still waits for that. */
export function settledOf(name: string, today: Date): Partial<AgentInput> {
  const known = SETTLED[name];
  if (known === undefined) return {};
  const { reviewInDays, ...said } = known;
  const reviewDue = reviewInDays === null ? null : new Date(today.getTime() + reviewInDays * DAY_MS).toISOString().slice(0, 10);
  return { ...said, reviewDue };
}
