import type { SeedCall } from "./scenarios";

const usd = (dollars: number) => String(BigInt(dollars) * 1_000_000n);

/** What waits in the queue right after the seed: minutes ago it was proposed, and the proposal. */
export const WAITING: readonly { readonly minutesAgo: number; readonly call: SeedCall }[] = [
  {
    // Friday, 4 PM: the story that Reeve exists for.
    minutesAgo: 26,
    call: {
      agent: "sales-agent", tool: "crm.apply_discount",
      args: { account: "Acme Corp", percent: 50, term: "2027-01-01/2027-12-31", reason: "Churn score 0.91" },
      resource: "crm:account/acme",
      reasoning: "Churn score 0.91 and usage down 34 % since June. The two accounts above 0.90 that we kept last year were kept with large discounts. Half price for 2027 holds Acme; losing it costs $2.4 M a year.\u200b\u200b",
      impact: { amountMicroUsd: usd(1_200_000), records: 1, external: true, reversible: false },
      taskClass: "renewal-outreach", initiatorEmail: "sam@reeve.demo",
    },
  },
  { minutesAgo: 82, call: { agent: "deploy-agent", tool: "deploy.promote", args: { service: "claims-api", version: "4.18", environment: "production" }, resource: "deploy:production", reasoning: "The build is green; the fix is for the outage of this morning.", impact: { records: 1, external: true, reversible: true }, taskClass: "release", initiatorEmail: "lea@reeve.demo" } },
  { minutesAgo: 244, call: { agent: "procurement-agent", tool: "erp.create_order", args: { vendor: "Litware Supplies", item: "laptops", quantity: 120, amountUsd: 86_400 }, resource: null, reasoning: "120 colleagues start in January and the stock holds 9.", impact: { amountMicroUsd: usd(86_400), records: 1, external: true, reversible: true }, taskClass: "purchasing", initiatorEmail: "lea@reeve.demo" } },
  { minutesAgo: 48, call: { agent: "data-export-agent", tool: "warehouse.export", args: { dataset: "policyholder records", host: "files.northwlnd-partner.example", rows: 48_210 }, resource: "warehouse:policyholders", reasoning: "The partner moved to a new host and asked for the monthly delivery there.", impact: { records: 48_210, external: true, reversible: false }, taskClass: "partner-delivery", initiatorEmail: "lea@reeve.demo" } },
  { minutesAgo: 190, call: { agent: "refund-agent", tool: "payments.refund", args: { client: "Kim Abel", amountUsd: 4_980, reason: "a double charge", iban: "DE89370400440532013000" }, resource: "payments:client/kim-abel", reasoning: "Two charges of $4,980 within nine seconds, one order.", impact: { amountMicroUsd: usd(4_980), records: 1, external: true, reversible: true }, taskClass: "refunds", initiatorEmail: "jon@reeve.demo" } },
  { minutesAgo: 120, call: { agent: "support-triage", tool: "desk.close_tickets", args: { days: 90, count: 312 }, resource: "desk:queue/general", reasoning: "Nobody answered on these tickets after two reminders.", impact: { records: 312, external: true, reversible: true }, taskClass: "ticket-hygiene", initiatorEmail: "jon@reeve.demo" } },
  { minutesAgo: 185, call: { agent: "renewals-agent", tool: "mail.send_batch", args: { campaign: "renewal offers", recipients: 86 }, resource: "mail:list/renewals", reasoning: "86 policies end in December and their owners have not heard from us.", impact: { records: 86, external: true, reversible: false }, taskClass: "renewal-outreach", initiatorEmail: "sam@reeve.demo" } },
  { minutesAgo: 20, call: { agent: "refund-agent", tool: "payments.refund", args: { client: "Contoso Health", amountUsd: 1_215, reason: "an overpaid premium", iban: "NL91ABNA0417164300" }, resource: "payments:client/contoso-health", reasoning: "The premium was lowered in September; three months were charged at the old rate.", impact: { amountMicroUsd: usd(1_215), records: 1, external: true, reversible: true }, taskClass: "refunds", initiatorEmail: "jon@reeve.demo" } },
  { minutesAgo: 155, call: { agent: "claims-intake", tool: "claims.pay_out", args: { claim: "C-20931", kind: "water-damage", amountUsd: 12_750 }, resource: null, reasoning: "The plumber's report and the photos agree; the sum is within the policy.", impact: { amountMicroUsd: usd(12_750), records: 1, external: true, reversible: false }, taskClass: "claims", initiatorEmail: "jon@reeve.demo" } },
  { minutesAgo: 12, call: { agent: "procurement-agent", tool: "vendor.set_bank", args: { vendor: "Fabrikam Logistics", iban: "FR1420041010050500013M02606" }, resource: "vendor:fabrikam-logistics", reasoning: "The vendor wrote that their bank changed. The letterhead looks right.", impact: { records: 1, external: true, reversible: false }, taskClass: "vendor-care", initiatorEmail: "lea@reeve.demo" } },
  { minutesAgo: 65, call: { agent: "onboarding-agent", tool: "idp.grant_role", args: { person: "Jonas Vik", role: "read access to payroll" }, resource: "idp:directory", reasoning: "The manager named this role in the onboarding form.", impact: { records: 1, external: false, reversible: true }, taskClass: "onboarding", initiatorEmail: "lea@reeve.demo" } },
  { minutesAgo: 61, call: { agent: "support-triage", tool: "crm.merge_contacts", args: { name: "Jane Doyle", keep: "c-1182", drop: "c-2210" }, resource: "crm:contact/c-1182", reasoning: "Same e-mail, same telephone, two spellings of the street.", impact: { records: 2, external: false, reversible: false }, taskClass: "data-hygiene", initiatorEmail: "jon@reeve.demo" } },
  { minutesAgo: 30, call: { agent: "renewals-agent", tool: "crm.set_terms", args: { account: "Tailspin Freight", days: 60 }, resource: "crm:account/tailspin-freight", reasoning: "They pay on day 58 on average; the longer term costs little and they asked for it.", impact: { amountMicroUsd: usd(38_200), records: 1, external: true, reversible: true }, taskClass: "renewal-outreach", initiatorEmail: "sam@reeve.demo" } },
  { minutesAgo: 9, call: { agent: "deploy-agent", tool: "infra.scale", args: { cluster: "the reporting cluster", from: 6, to: 3 }, resource: "infra:cluster/reporting", reasoning: "Load has been under 20 % for three weeks.", impact: { records: 3, external: false, reversible: true }, taskClass: "capacity", initiatorEmail: "lea@reeve.demo" } },
];
