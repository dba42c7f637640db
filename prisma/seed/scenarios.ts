import type { Random } from "./random";

type Json = string | number | boolean | null;

/** One proposal as an agent of the demo organisation would send it. */
export type SeedCall = {
  readonly agent: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, Json>>;
  readonly resource: string | null;
  readonly reasoning: string | null;
  readonly impact: {
    readonly amountMicroUsd?: string;
    readonly records?: number;
    readonly external?: boolean;
    readonly reversible?: boolean;
  } | null;
  readonly taskClass: string;
  readonly initiatorEmail: string;
};

const ACCOUNTS = [
  "Acme Corp",
  "Tailspin Freight",
  "Wide World Foods",
  "Fabrikam Logistics",
  "Litware Supplies",
  "Contoso Health",
  "Proseware Labs",
  "Adatum Energy",
];
const CLIENTS = ["Kim Abel", "Lee Marsh", "Rosa Lind", "Omar Said", "Eva Novak", "Jane Doyle"];

const slug = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, "-");
const usd = (dollars: number) => String(BigInt(Math.round(dollars)) * 1_000_000n);

const readAccount = (random: Random): SeedCall => {
  const account = random.pick(ACCOUNTS);
  return {
    agent: random.pick(["sales-agent", "renewals-agent", "refund-agent", "claims-intake"]),
    tool: "crm.read_account",
    args: { account },
    resource: `crm:account/${slug(account)}`,
    reasoning: null,
    impact: null,
    taskClass: "account-review",
    initiatorEmail: "sam@reeve.demo",
  };
};

const query = (random: Random): SeedCall => ({
  agent: random.pick(["invoice-agent", "reporting-agent", "data-export-agent"]),
  tool: "warehouse.query",
  args: { table: random.pick(["invoices", "orders", "claims", "sessions"]) },
  resource: null,
  reasoning: null,
  impact: null,
  taskClass: "weekly-figures",
  initiatorEmail: "lea@reeve.demo",
});

const discount = (random: Random): SeedCall => {
  const account = random.pick(ACCOUNTS.slice(1));
  const percent = random.pick([5, 5, 8, 10, 10, 12, 15, 18, 22, 25, 30, 40]);
  return {
    agent: "sales-agent",
    tool: "crm.apply_discount",
    args: { account, percent, term: "2027-01-01/2027-12-31", reason: `Churn score 0.${random.between(55, 89)}` },
    resource: `crm:account/${slug(account)}`,
    reasoning: `Usage is down ${random.between(8, 30)} % since the summer and the renewal is near. A discount of ${percent} % keeps the account.`,
    impact: { amountMicroUsd: usd(percent * random.between(900, 4_200)), records: 1, external: true, reversible: false },
    taskClass: "renewal-outreach",
    initiatorEmail: "sam@reeve.demo",
  };
};

const refund = (random: Random): SeedCall => {
  const client = random.pick(CLIENTS);
  const amountUsd = random.pick([40, 65, 90, 120, 180, 240, 320, 640, 980, 1_215, 4_980]);
  return {
    agent: "refund-agent",
    tool: "payments.refund",
    args: {
      client,
      amountUsd,
      reason: random.pick(["a double charge", "an overpaid premium", "a cancelled policy"]),
      iban: `DE${random.between(10, 99)}5001051754073${random.between(10_000, 99_999)}`,
    },
    resource: `payments:client/${slug(client)}`,
    reasoning: "The ledger shows the charge twice within a minute; the client asked for the money back.",
    impact: { amountMicroUsd: usd(amountUsd), records: 1, external: true, reversible: true },
    taskClass: "refunds",
    initiatorEmail: "jon@reeve.demo",
  };
};

const order = (random: Random): SeedCall => {
  const quantity = random.between(2, 120);
  const amountUsd = quantity * 720;
  return {
    agent: "procurement-agent",
    tool: "erp.create_order",
    args: {
      vendor: random.pick(["Litware Supplies", "Proseware Labs"]),
      item: random.pick(["laptops", "headsets", "monitors"]),
      quantity,
      amountUsd,
    },
    resource: null,
    reasoning: "Stock is below the level that the team asked to keep.",
    impact: { amountMicroUsd: usd(amountUsd), records: 1, external: true, reversible: true },
    taskClass: "purchasing",
    initiatorEmail: "lea@reeve.demo",
  };
};

const closeTickets = (random: Random): SeedCall => {
  const count = random.between(12, 340);
  return {
    agent: "support-triage",
    tool: "desk.close_tickets",
    args: { days: random.pick([30, 60, 90]), count },
    resource: "desk:queue/general",
    reasoning: "Nobody answered on these tickets after two reminders.",
    impact: { records: count, external: true, reversible: true },
    taskClass: "ticket-hygiene",
    initiatorEmail: "jon@reeve.demo",
  };
};

const claim = (random: Random): SeedCall => {
  const amountUsd = random.between(300, 14_000);
  return {
    agent: "claims-intake",
    tool: "claims.pay_out",
    args: { claim: `C-${random.between(20_100, 20_999)}`, kind: random.pick(["water-damage", "glass", "theft"]), amountUsd },
    resource: null,
    reasoning: "The policy covers it, the photos fit the report, and the amount is within the usual range.",
    impact: { amountMicroUsd: usd(amountUsd), records: 1, external: true, reversible: false },
    taskClass: "claims",
    initiatorEmail: "jon@reeve.demo",
  };
};

const promote = (random: Random): SeedCall => ({
  agent: "deploy-agent",
  tool: "deploy.promote",
  args: { service: random.pick(["claims-api", "quote-web", "ledger"]), version: `4.${random.between(2, 17)}`, environment: "production" },
  resource: "deploy:production",
  reasoning: "All checks of the build are green and the error budget of the week is untouched.",
  impact: { records: 1, external: true, reversible: true },
  taskClass: "release",
  initiatorEmail: "lea@reeve.demo",
});

const grantRole = (random: Random): SeedCall => ({
  agent: "onboarding-agent",
  tool: "idp.grant_role",
  args: {
    person: random.pick(["Jonas Vik", "Rita Moss", "Paul Ekman"]),
    role: random.pick(["read access to payroll", "the ticket desk", "the claims desk"]),
  },
  resource: "idp:directory",
  reasoning: "The manager named this role in the onboarding form.",
  impact: { records: 1, external: false, reversible: true },
  taskClass: "onboarding",
  initiatorEmail: "lea@reeve.demo",
});

/** What the organisation's agents do, with how often each happens. */
export const SCENARIOS: readonly { readonly weight: number; readonly call: (random: Random) => SeedCall }[] = [
  { weight: 22, call: readAccount },
  { weight: 16, call: query },
  { weight: 14, call: discount },
  { weight: 16, call: refund },
  { weight: 6, call: order },
  { weight: 6, call: closeTickets },
  { weight: 8, call: claim },
  { weight: 6, call: promote },
  { weight: 4, call: grantRole },
];

export function drawCall(random: Random): SeedCall {
  const total = SCENARIOS.reduce((sum, scenario) => sum + scenario.weight, 0);
  let left = random.next() * total;
  for (const scenario of SCENARIOS) {
    left -= scenario.weight;
    if (left < 0) return scenario.call(random);
  }
  return readAccount(random);
}
