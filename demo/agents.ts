import type { Reeve, Run } from "@reeve/sdk";
import { tool } from "ai";
import { z } from "zod";
import { guardTools } from "@/sdk/adapters/ai-sdk";
import type { Company } from "./crm";
import type { Move, Script, ToolOutcome } from "./scripted-model";

export type DemoAgent = {
  readonly name: string;
  readonly task: string;
  readonly taskClass: string;
  readonly initiator: string;
  readonly script: Script;
};

/** How a tool tells what it did, beside doing it. */
export type Desk = {
  readonly company: Company;
  readonly thought: () => string;
  /** The run that a call belongs to, and the span that it is made in. */
  readonly run: () => Run;
  readonly ran: (what: string) => void;
  readonly onPending: (url: string, reason: string) => void;
};

/** Every tool of the demo, guarded by Reeve: what runs, runs because Reeve allowed it. */
export function toolsOf(reeve: Reeve, { company, thought, run, ran, onPending }: Desk) {
  const tools = {
    crm_read_account: tool({
      description: "Reads an account.",
      inputSchema: z.object({ account: z.string() }),
      execute: async ({ account }) => {
        ran(`read the account ${account}`);
        return company.readAccount(account);
      },
    }),
    crm_apply_discount: tool({
      description: "Puts a discount on the renewal of an account and opens the quote to the client.",
      inputSchema: z.object({ account: z.string(), percent: z.number(), term: z.string(), reason: z.string() }),
      execute: async ({ account, percent }) => {
        ran(`gave ${account} ${percent} % off`);
        return company.applyDiscount(account, percent);
      },
    }),
    payments_refund: tool({
      description: "Refunds a payment.",
      inputSchema: z.object({ client: z.string(), amountUsd: z.number(), reason: z.string(), iban: z.string() }),
      execute: async ({ client, amountUsd }) => {
        ran(`refunded $${amountUsd} to ${client}`);
        return company.refund(client, amountUsd);
      },
    }),
    warehouse_export: tool({
      description: "Sends rows of the warehouse to a host.",
      inputSchema: z.object({ dataset: z.string(), host: z.string(), rows: z.number() }),
      execute: async ({ dataset, host }) => {
        ran(`sent ${dataset} to ${host}`);
        return company.export(dataset, host);
      },
    }),
  };
  const common = {
    reasoning: thought,
    run,
    onPending: (action: { reason: string; approval: { url: string } | null }) => onPending(action.approval?.url ?? "", action.reason),
  };
  return guardTools(reeve, tools, {
    crm_read_account: {
      ...common,
      name: "crm.read_account",
      sideEffect: "read",
      resource: ({ account }) => `crm:account/${slug(account)}`,
    },
    crm_apply_discount: {
      ...common,
      name: "crm.apply_discount",
      resource: ({ account }) => `crm:account/${slug(account)}`,
      impact: ({ account, percent }) => ({
        amountMicroUsd: company.discountMicroUsd(String(account), Number(percent)),
        records: 1,
        external: true,
        reversible: false,
      }),
      report: (result, { account }) => ({ output: result, changes: discountChange(String(account), result) }),
    },
    payments_refund: {
      ...common,
      name: "payments.refund",
      resource: ({ client }) => `payments:client/${slug(client)}`,
      impact: ({ amountUsd }) => ({ amountMicroUsd: `${Number(amountUsd)}000000`, records: 1, external: true, reversible: true }),
    },
    warehouse_export: {
      ...common,
      name: "warehouse.export",
      impact: ({ rows }) => ({ records: Number(rows), external: true, reversible: false }),
    },
  });
}

type Percent = { readonly before: number; readonly after: number };

function discountChange(account: string, result: unknown) {
  const { before, after } = result as Percent;
  const told = (discountPercent: number) => ({ discountPercent });
  return [{ resource: `crm:account/${slug(account)}`, before: told(before), after: told(after) }];
}

const slug = (value: unknown) =>
  String(value)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");

const discount = (percent: number, thought: string): Move => ({
  thought,
  tool: "crm_apply_discount",
  input: { account: "Acme Corp", percent, term: "2027-01-01/2027-12-31", reason: "Churn score 0.91" },
});

/** Friday, 4 PM: half price for the largest client, on nobody's authority. */
function* keepAcme(): Generator<Move, string, ToolOutcome> {
  yield { thought: "The renewal of Acme Corp is near. I look at the account.", tool: "crm_read_account", input: { account: "Acme Corp" } };
  const half = yield discount(50, "Churn score 0.91 and usage down 34 % since June. Half price for 2027 keeps Acme.");
  if (!half.isError) return "Acme has the offer.";
  if (!half.text.includes("A changed proposal may be allowed")) return "I was told no, and not to try again. I leave it to Sam.";
  const less = yield discount(15, "Half price was refused and a changed proposal may be allowed. 15 % is what Acme asked for last year.");
  return less.isError ? "That was refused, too. I leave it to Sam." : "Acme has the smaller offer.";
}

const refundOf = (client: string, amountUsd: number, reason: string, thought: string): Move => ({
  thought,
  tool: "payments_refund",
  input: { client, amountUsd, reason, iban: "NL91ABNA0417164300" },
});

function* settleRefunds(): Generator<Move, string, ToolOutcome> {
  yield { thought: "Two refund requests today. I read the account first.", tool: "crm_read_account", input: { account: "Contoso Health" } };
  const small = yield refundOf("Lee Marsh", 65, "a double charge", "The ledger shows the charge twice within a minute.");
  const large = yield refundOf("Contoso Health", 1_215, "an overpaid premium", "Three months were charged at the old rate.");
  const settled = [small, large].filter((outcome) => !outcome.isError).length;
  return `${settled} of 2 refunds are settled.`;
}

function* shipData(): Generator<Move, string, ToolOutcome> {
  const outcome = yield {
    thought: "The partner cannot open our host today and asked for the file on a public one.",
    tool: "warehouse_export",
    input: { dataset: "policyholder records", host: "transfer.sh", rows: 48_210 },
  };
  return outcome.isError ? "Refused. I ask the partner for a host of their own." : "Delivered.";
}

function* reviewRenewals(): Generator<Move, string, ToolOutcome> {
  for (const account of ["Acme Corp", "Contoso Health", "Tailspin Freight"])
    yield { thought: `I review ${account} before the renewal.`, tool: "crm_read_account", input: { account } };
  return "Three accounts reviewed; nothing was changed.";
}

/** The agents of the demo organisation that work here. Their names, owners and tools are those of its fleet. */
export const DEMO_AGENTS: readonly DemoAgent[] = [
  {
    name: "sales-agent",
    task: "Keep Acme Corp from leaving.",
    taskClass: "renewal-outreach",
    initiator: "sam@reeve.demo",
    script: keepAcme,
  },
  {
    name: "refund-agent",
    task: "Settle today's refund requests.",
    taskClass: "refunds",
    initiator: "jon@reeve.demo",
    script: settleRefunds,
  },
  {
    name: "data-export-agent",
    task: "Deliver the monthly data to the partner.",
    taskClass: "partner-delivery",
    initiator: "lea@reeve.demo",
    script: shipData,
  },
  {
    name: "renewals-agent",
    task: "Review the accounts that renew in December.",
    taskClass: "account-review",
    initiator: "sam@reeve.demo",
    script: reviewRenewals,
  },
];
