import { listGroups } from "@/server/identity/service";
import type { RuleDefinition } from "./core/rule";
import { RuleDefinitionSchema, type RuleInput } from "./schema";

const hours = (count: number) => count * 60;
const asks = (group: string, dueMinutes: number, expiryMinutes: number) => ({ stages: [{ groups: [group] }], dueMinutes, expiryMinutes });

const PUBLIC_HOSTS = `["drive.google.com", "dropbox.com", "wetransfer.com", "transfer.sh", "pastebin.com", "mega.nz"]`;
const TRUSTED = `agent.state == "live" && tool.isGranted`;

const RULES: readonly RuleInput[] = [
  {
    id: "retired-agents",
    order: 10,
    name: "Retired agents do nothing",
    effect: "deny",
    when: `agent.state == "retired"`,
    reason: "This agent is retired.",
    retry: "never",
  },
  {
    id: "draft-agents-nothing-final",
    order: 20,
    name: "Draft agents do nothing final",
    effect: "deny",
    match: { sideEffects: ["irreversible"] },
    when: `agent.state == "draft"`,
    reason: "A draft agent may not do what cannot be undone. Make it live first.",
    retry: "later",
  },
  {
    id: "export-to-public-host",
    order: 30,
    name: "No data to public file hosts",
    effect: "deny",
    match: { tools: ["*.export"] },
    when: `${PUBLIC_HOSTS}.exists(h, args.host.lowerAscii() == h || args.host.lowerAscii().endsWith("." + h))`,
    reason: "Data does not leave through public file hosts.",
    retry: "after_change",
  },
  {
    id: "data-export",
    order: 100,
    name: "Data exports",
    effect: "require_approval",
    match: { tools: ["*.export"] },
    reason: "Data that leaves the company needs Security.",
    approval: asks("Security", hours(1), hours(8)),
  },
  {
    id: "discount-over-20",
    order: 200,
    name: "Discounts over 20 %",
    effect: "require_approval",
    match: { tools: ["crm.apply_discount"] },
    when: "args.percent > 20",
    reason: "Discounts over 20 % need Finance.",
    approval: asks("Finance", hours(1), hours(18)),
  },
  {
    id: "discount-over-10",
    order: 210,
    name: "Discounts over 10 %",
    effect: "require_approval",
    match: { tools: ["crm.apply_discount"] },
    when: "args.percent > 10",
    reason: "Discounts over 10 % need Sales.",
    approval: asks("Sales", hours(4), hours(24)),
  },
  {
    id: "discount-up-to-10",
    order: 220,
    name: "Discounts up to 10 %",
    effect: "allow",
    match: { tools: ["crm.apply_discount"] },
    when: `args.percent > 0 && args.percent <= 10 && ${TRUSTED}`,
    reason: "Discounts up to 10 % are within what the agent may give.",
  },
  {
    id: "refund-over-500",
    order: 300,
    name: "Refunds over $500",
    effect: "require_approval",
    match: { tools: ["*.refund"] },
    when: "args.amountUsd > 500 || (has(impact.amountUsd) && impact.amountUsd > 500)",
    reason: "Refunds over $500 need Finance.",
    approval: asks("Finance", hours(4), hours(24)),
  },
  {
    id: "refund-up-to-100",
    order: 310,
    name: "Refunds up to $100",
    effect: "allow",
    match: { tools: ["*.refund"] },
    when: `args.amountUsd > 0 && args.amountUsd <= 100 && ${TRUSTED}`,
    reason: "Refunds up to $100 are within what the agent may give.",
  },
  {
    id: "large-payment",
    order: 400,
    name: "Payments and orders over $10,000",
    effect: "require_approval",
    match: { tools: ["claims.*", "erp.*", "payments.*"] },
    when: "args.amountUsd > 10000 || (has(impact.amountUsd) && impact.amountUsd > 10000)",
    reason: "Payments and orders over $10,000 need Finance.",
    approval: asks("Finance", hours(4), hours(24)),
  },
  {
    id: "bank-details",
    order: 410,
    name: "Bank details",
    effect: "require_approval",
    match: { tools: ["vendor.set_bank"] },
    reason: "Changed bank details need Finance: call the vendor on a number that you already had.",
    approval: asks("Finance", hours(2), hours(24)),
  },
  {
    id: "production-deploy",
    order: 500,
    name: "Production deploys",
    effect: "require_approval",
    match: { tools: ["deploy.*"] },
    when: `!has(args.environment) || args.environment == "production"`,
    reason: "Deploys to production need Operations.",
    approval: asks("Operations", hours(1), hours(8)),
  },
  {
    id: "access-rights",
    order: 510,
    name: "Access rights",
    effect: "require_approval",
    match: { tools: ["idp.*"], sideEffects: ["reversible", "externally_reversible", "irreversible"] },
    reason: "New access rights need Security.",
    approval: asks("Security", hours(4), hours(24)),
  },
  {
    id: "mass-mail",
    order: 600,
    name: "Mail to many",
    effect: "require_approval",
    match: { tools: ["mail.send_batch"] },
    reason: "Mail to many clients at once needs Sales.",
    approval: asks("Sales", hours(4), hours(24)),
  },
  {
    id: "discount-out-of-hours",
    order: 700,
    name: "Discounts out of hours",
    effect: "require_approval",
    match: { tools: ["crm.apply_discount"] },
    when: "time.weekday > 5 || time.hour < 8 || time.hour >= 18",
    reason: "Discounts given out of hours need Finance.",
    approval: asks("Finance", hours(1), hours(18)),
    mode: "shadow",
  },
  {
    id: "reading",
    order: 900,
    name: "Reading",
    effect: "allow",
    match: { sideEffects: ["read"] },
    reason: "Reading is allowed.",
  },
];

/**
 * The rules of the first start. Where a group that they ask does not exist in this organisation, any approver is
 * asked instead, and the reason says so.
 */
export const defaultRules = (hasGroup: (name: string) => boolean): RuleInput[] =>
  RULES.map((rule) => {
    const { approval } = rule;
    const groups = (approval?.stages ?? []).flatMap((stage) => stage.groups ?? []);
    if (!approval || groups.every(hasGroup)) return rule;
    const reason = rule.reason.replace(/\bneeds? [A-Z]\w+/, (words) => `${words.startsWith("needs") ? "needs" : "need"} an approver`);
    return { ...rule, reason, approval: { ...approval, stages: [{ groups: groups.filter(hasGroup) }] } };
  });

/** The rules of the first start as this organisation would publish them. */
export async function rulesToStartWith(): Promise<RuleDefinition[]> {
  const groups = new Set((await listGroups()).map((group) => group.name));
  return defaultRules((name) => groups.has(name)).map((rule) => RuleDefinitionSchema.parse(rule));
}
