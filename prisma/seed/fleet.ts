import type { TEAMS } from "./people";

export type SeedTool = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly sideEffect: "read" | "reversible" | "externally_reversible" | "irreversible";
  readonly summary: string;
  readonly properties: Readonly<Record<string, "string" | "number" | "integer" | "boolean">>;
  readonly sensitiveArgs?: readonly string[];
};

export type SeedAgent = {
  readonly name: string;
  readonly purpose: string;
  readonly ownerEmail: string;
  readonly team: (typeof TEAMS)[number];
  readonly riskTier: "low" | "medium" | "high";
  readonly environment: "production" | "staging";
  readonly state: "live" | "draft";
  readonly tools: readonly string[];
};

export const TOOLS: readonly SeedTool[] = [
  {
    name: "crm.read_account",
    version: "2",
    description: "Reads an account with its contacts and orders.",
    sideEffect: "read",
    summary: "Read the account {account}",
    properties: { account: "string" },
  },
  {
    name: "crm.apply_discount",
    version: "3",
    description: "Puts a discount on the renewal of an account and opens the quote to the client.",
    sideEffect: "irreversible",
    summary: "{percent} % discount for {account}",
    properties: { account: "string", percent: "number", term: "string", reason: "string" },
  },
  {
    name: "crm.set_terms",
    version: "1",
    description: "Changes the payment terms of an account.",
    sideEffect: "reversible",
    summary: "Extend {account} to {days}-day terms",
    properties: { account: "string", days: "integer" },
  },
  {
    name: "crm.merge_contacts",
    version: "1",
    description: "Merges two contacts into one.",
    sideEffect: "irreversible",
    summary: "Merge two contacts named {name}",
    properties: { name: "string", keep: "string", drop: "string" },
  },
  {
    name: "mail.send_batch",
    version: "2",
    description: "Sends one e-mail to many clients.",
    sideEffect: "irreversible",
    summary: "E-mail {campaign} to {recipients} clients",
    properties: { campaign: "string", recipients: "integer" },
  },
  {
    name: "payments.refund",
    version: "4",
    description: "Refunds a payment to the client's account.",
    sideEffect: "externally_reversible",
    summary: "Refund {reason} to {client}",
    properties: { client: "string", amountUsd: "number", reason: "string", iban: "string" },
    sensitiveArgs: ["/iban"],
  },
  {
    name: "desk.read_tickets",
    version: "1",
    description: "Reads support tickets.",
    sideEffect: "read",
    summary: "Read tickets in {queue}",
    properties: { queue: "string" },
  },
  {
    name: "desk.close_tickets",
    version: "1",
    description: "Closes support tickets and tells the clients.",
    sideEffect: "reversible",
    summary: "Close tickets idle for {days} days",
    properties: { days: "integer", count: "integer" },
  },
  {
    name: "erp.create_order",
    version: "2",
    description: "Places a purchase order with a vendor.",
    sideEffect: "externally_reversible",
    summary: "Order {quantity} {item} from {vendor}",
    properties: { vendor: "string", item: "string", quantity: "integer", amountUsd: "number" },
  },
  {
    name: "vendor.set_bank",
    version: "1",
    description: "Changes the bank account that a vendor is paid to.",
    sideEffect: "irreversible",
    summary: "Change the bank account of {vendor}",
    properties: { vendor: "string", iban: "string" },
    sensitiveArgs: ["/iban"],
  },
  {
    name: "claims.pay_out",
    version: "2",
    description: "Pays an insurance claim.",
    sideEffect: "irreversible",
    summary: "Pay {kind} claim {claim}",
    properties: { claim: "string", kind: "string", amountUsd: "number" },
  },
  {
    name: "warehouse.query",
    version: "3",
    description: "Runs a read-only query on the warehouse.",
    sideEffect: "read",
    summary: "Query {table}",
    properties: { table: "string" },
  },
  {
    name: "warehouse.export",
    version: "2",
    description: "Sends rows of the warehouse to a host.",
    sideEffect: "irreversible",
    summary: "Send {dataset} to {host}",
    properties: { dataset: "string", host: "string", rows: "integer" },
  },
  {
    name: "idp.grant_role",
    version: "1",
    description: "Gives a person a role in the identity provider.",
    sideEffect: "reversible",
    summary: "Give {person} {role}",
    properties: { person: "string", role: "string" },
  },
  {
    name: "deploy.promote",
    version: "5",
    description: "Promotes a build to an environment.",
    sideEffect: "reversible",
    summary: "Promote {service} to version {version}",
    properties: { service: "string", version: "string", environment: "string" },
  },
  {
    name: "infra.scale",
    version: "1",
    description: "Changes the size of a cluster.",
    sideEffect: "reversible",
    summary: "Scale {cluster} from {from} to {to} nodes",
    properties: { cluster: "string", from: "integer", to: "integer" },
  },
];

export const AGENTS: readonly SeedAgent[] = [
  {
    name: "sales-agent",
    purpose: "Keeps renewals from churning: reads accounts, drafts offers, applies discounts.",
    ownerEmail: "dana@reeve.demo",
    team: "Sales",
    riskTier: "high",
    environment: "production",
    state: "live",
    tools: ["crm.read_account", "crm.apply_discount", "crm.set_terms"],
  },
  {
    name: "renewals-agent",
    purpose: "Prepares renewal offers and sends them to clients.",
    ownerEmail: "dana@reeve.demo",
    team: "Sales",
    riskTier: "medium",
    environment: "production",
    state: "live",
    tools: ["crm.read_account", "crm.set_terms", "mail.send_batch"],
  },
  {
    name: "refund-agent",
    purpose: "Settles refund requests of clients.",
    ownerEmail: "jon@reeve.demo",
    team: "Customer Care",
    riskTier: "medium",
    environment: "production",
    state: "live",
    tools: ["crm.read_account", "payments.refund"],
  },
  {
    name: "support-triage",
    purpose: "Sorts, answers and closes support tickets.",
    ownerEmail: "jon@reeve.demo",
    team: "Customer Care",
    riskTier: "low",
    environment: "production",
    state: "live",
    tools: ["desk.read_tickets", "desk.close_tickets", "crm.merge_contacts"],
  },
  {
    name: "claims-intake",
    purpose: "Checks claims and proposes the pay-out.",
    ownerEmail: "jon@reeve.demo",
    team: "Customer Care",
    riskTier: "medium",
    environment: "production",
    state: "live",
    tools: ["crm.read_account", "claims.pay_out"],
  },
  {
    name: "procurement-agent",
    purpose: "Orders what teams ask for and keeps vendor records.",
    ownerEmail: "lea@reeve.demo",
    team: "Procurement",
    riskTier: "medium",
    environment: "production",
    state: "live",
    tools: ["erp.create_order", "vendor.set_bank"],
  },
  {
    name: "invoice-agent",
    purpose: "Matches invoices with orders.",
    ownerEmail: "lea@reeve.demo",
    team: "Procurement",
    riskTier: "low",
    environment: "production",
    state: "live",
    tools: ["warehouse.query"],
  },
  {
    name: "data-export-agent",
    purpose: "Delivers data sets to partners.",
    ownerEmail: "lea@reeve.demo",
    team: "Data",
    riskTier: "high",
    environment: "production",
    state: "live",
    tools: ["warehouse.query", "warehouse.export"],
  },
  {
    name: "reporting-agent",
    purpose: "Builds the weekly figures.",
    ownerEmail: "lea@reeve.demo",
    team: "Data",
    riskTier: "low",
    environment: "production",
    state: "live",
    tools: ["warehouse.query"],
  },
  {
    name: "deploy-agent",
    purpose: "Promotes builds and scales clusters.",
    ownerEmail: "lea@reeve.demo",
    team: "Platform",
    riskTier: "high",
    environment: "production",
    state: "live",
    tools: ["deploy.promote", "infra.scale"],
  },
  {
    name: "onboarding-agent",
    purpose: "Sets up accounts and access for new colleagues.",
    ownerEmail: "lea@reeve.demo",
    team: "Platform",
    riskTier: "medium",
    environment: "production",
    state: "live",
    tools: ["idp.grant_role"],
  },
  {
    name: "pricing-agent",
    purpose: "Tries price models on staging data.",
    ownerEmail: "dana@reeve.demo",
    team: "Sales",
    riskTier: "medium",
    environment: "staging",
    state: "draft",
    tools: ["crm.read_account"],
  },
];
