import type { SeedCall } from "../scenarios";
import type { Json } from "./run";

const nameOf = (value: unknown): string => String(value);
const dollars = (value: unknown): string => `$${Number(value).toLocaleString("en-US")}`;

type Spoken = {
  /** What the agent was asked for. */
  readonly goal: string;
  /** Why it calls the tool, where the proposal does not say it. */
  readonly thought: string;
  /** Where it looks first; null when it looks nowhere. */
  readonly search: { readonly source: string; readonly query: string; readonly found: Json } | null;
  readonly result: Json;
  readonly done: string;
};

const note = (id: string, text: string): Json => [{ id, score: 0.87, text }];

/** What people and agents say around a call of a tool. */
const WORDS: Readonly<Record<string, (args: SeedCall["args"]) => Spoken>> = {
  "crm.read_account": ({ account }) => ({
    goal: `What do I need to know about ${account} before I call them?`,
    thought: `I need the account, its contacts and its orders before I can say anything about ${account}.`,
    search: null,
    result: { account: nameOf(account), renewal: "2027-01-01", contacts: 3, openTickets: 2, usage: "steady" },
    done: `${account} renews on 1 January. Two tickets are open; mention neither price nor term before they are closed.`,
  }),
  "warehouse.query": ({ table }) => ({
    goal: `Build this week's figures from ${table}.`,
    thought: `The figures come from ${table}; a read-only query is enough.`,
    search: null,
    result: { table: nameOf(table), rows: 1_204, columns: ["week", "count", "sum"] },
    done: `The figures of ${table} are in the sheet. The sum differs by 0.4 % from last week.`,
  }),
  "crm.apply_discount": ({ account, percent }) => ({
    goal: `${account} renews soon and may leave. Keep them, within reason.`,
    thought: `An offer of ${percent} % is what similar accounts took.`,
    search: {
      source: "account-notes",
      query: `${account} renewal price`,
      found: note("note-311", `${account} asked twice for a better price this year and compared two competitors.`),
    },
    result: { quote: "Q-2027-0311", percent: Number(percent), state: "open to the client" },
    done: `The quote with ${percent} % off is open to ${account}.`,
  }),
  "crm.set_terms": ({ account, days }) => ({
    goal: `${account} asks for longer terms. Settle it.`,
    thought: `They asked for ${days} days and pay reliably.`,
    search: {
      source: "account-notes",
      query: `${account} payment terms`,
      found: note("note-207", `${account} pays on day 58 on average.`),
    },
    result: { account: nameOf(account), days: Number(days) },
    done: `${account} has ${days}-day terms now.`,
  }),
  "crm.merge_contacts": ({ name }) => ({
    goal: `Clean up the duplicates of ${name}.`,
    thought: "Same e-mail and telephone, two spellings.",
    search: { source: "contacts", query: nameOf(name), found: note("c-2210", `${name}, two records, one e-mail.`) },
    result: { merged: true },
    done: `One contact is left for ${name}.`,
  }),
  "mail.send_batch": ({ campaign, recipients }) => ({
    goal: `Get the ${campaign} out.`,
    thought: `${recipients} clients have not heard from us.`,
    search: { source: "policies-in-force", query: "ends in December", found: note("list-88", `${recipients} policies end in December.`) },
    result: { sent: Number(recipients) },
    done: `The ${campaign} went to ${recipients} clients.`,
  }),
  "payments.refund": ({ client, amountUsd, reason }) => ({
    goal: `${client} writes that there was ${reason}. Look into it and settle it.`,
    thought: `The ledger agrees with ${client}: ${dollars(amountUsd)} go back.`,
    search: null,
    result: { refund: "R-77120", amountUsd: Number(amountUsd), state: "sent" },
    done: `${dollars(amountUsd)} are on their way to ${client}.`,
  }),
  "desk.close_tickets": ({ days, count }) => ({
    goal: "The general queue is too long. Close what nobody answers any more.",
    thought: `${count} tickets are idle for ${days} days.`,
    search: {
      source: "ticket-index",
      query: `idle over ${days} days`,
      found: note("queue-general", `${count} tickets, two reminders each.`),
    },
    result: { closed: Number(count) },
    done: `${count} tickets are closed, and their clients told.`,
  }),
  "erp.create_order": ({ quantity, item, vendor, amountUsd }) => ({
    goal: `The team asks for ${quantity} ${item}. Order them.`,
    thought: `Stock is low, and ${vendor} has the best offer for ${item}.`,
    search: { source: "stock", query: nameOf(item), found: note("stock-12", `9 ${item} left; the level to keep is 40.`) },
    result: { order: "PO-40218", amountUsd: Number(amountUsd) },
    done: `${quantity} ${item} are ordered from ${vendor} for ${dollars(amountUsd)}.`,
  }),
  "vendor.set_bank": ({ vendor }) => ({
    goal: `${vendor} sent new bank details. Take them over.`,
    thought: "The letter names a new account.",
    search: {
      source: "mailbox",
      query: nameOf(vendor),
      found: note("mail-9", `${vendor}: our bank has changed, please use the new account from now on.`),
    },
    result: { vendor: nameOf(vendor), changed: true },
    done: `${vendor} is paid to the new account from now on.`,
  }),
  "claims.pay_out": ({ claim, kind, amountUsd }) => ({
    goal: `Check claim ${claim} (${kind}) and propose what to pay.`,
    thought: "The policy covers it and the sum is within the usual range.",
    search: {
      source: "policy-terms",
      query: nameOf(kind),
      found: note("terms-14", `${kind} is covered up to $20,000, with $250 borne by the client.`),
    },
    result: { claim: nameOf(claim), paidUsd: Number(amountUsd) },
    done: `Claim ${claim} is paid with ${dollars(amountUsd)}.`,
  }),
  "warehouse.export": ({ dataset, host }) => ({
    goal: `Deliver ${dataset} to the partner.`,
    thought: "The partner asked for the monthly file.",
    search: null,
    result: { sent: nameOf(dataset), host: nameOf(host) },
    done: `${dataset} went to ${host}.`,
  }),
  "idp.grant_role": ({ person, role }) => ({
    goal: `Set up ${person} as the onboarding form says.`,
    thought: "The form names the role.",
    search: { source: "onboarding-forms", query: nameOf(person), found: note("form-61", `${person} starts on Monday and needs ${role}.`) },
    result: { person: nameOf(person), roles: [nameOf(role)] },
    done: `${person} has ${role}.`,
  }),
  "deploy.promote": ({ service, version }) => ({
    goal: `Bring ${service} ${version} to production when it is ready.`,
    thought: "All checks are green.",
    search: {
      source: "build-log",
      query: `${service} ${version}`,
      found: note("build-1188", `${service} ${version}: 412 checks green, none red.`),
    },
    result: { service: nameOf(service), version: nameOf(version), state: "live" },
    done: `${service} ${version} is live; the error rate is where it was.`,
  }),
  "infra.scale": ({ cluster, from, to }) => ({
    goal: "Find out what we pay for and do not use.",
    thought: `${cluster} is idle most of the time.`,
    search: { source: "metrics", query: nameOf(cluster), found: note("load-3w", `${cluster}: load under 20 % for three weeks.`) },
    result: { cluster: nameOf(cluster), from: Number(from), to: Number(to) },
    done: `${cluster} has ${to} nodes now.`,
  }),
};

/** What was said around this call. */
export function spokenOf({ tool, args }: SeedCall): Spoken {
  const words = WORDS[tool];
  if (words === undefined) throw new Error(`seeding the demo: nobody says anything about ${tool}`);
  return words(args);
}
