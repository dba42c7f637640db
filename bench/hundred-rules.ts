import { defaultRules } from "@/server/policies/default-rules";
import type { RuleInput } from "@/server/policies/schema";

const RULES = 100;
const SYSTEMS = ["crm", "erp", "claims", "payments", "vendor", "mail", "deploy", "idp", "tickets", "ledger", "hr", "warehouse"];
const FINANCE = { stages: [{ groups: ["Finance"] }], dueMinutes: 60, expiryMinutes: 600 };

type Shape = Pick<RuleInput, "effect" | "match" | "when" | "approval" | "mode">;

/** What an organisation adds for one system: bans first, then limits that ask someone, allowances last, one rule on trial. */
const shapesOf = (system: string): readonly Shape[] => [
  { effect: "deny", match: { tools: [`${system}.*`], agents: ["trial-*", "*-sandbox"] } },
  { effect: "deny", match: { tools: [`${system}.*`] }, when: 'has(args.account) && args.account.startsWith("frozen-")' },
  { effect: "deny", match: { tools: [`${system}.delete_*`, `${system}.drop_*`] }, when: 'agent.environment != "production"' },
  { effect: "require_approval", match: { tools: [`${system}.*`] }, when: "has(args.percent) && args.percent > 60", approval: FINANCE },
  { effect: "require_approval", match: { tools: [`${system}.*_batch`], sideEffects: ["irreversible"] }, approval: FINANCE },
  { effect: "allow", match: { tools: [`${system}.note_?`], teams: ["*"] }, when: 'args.count <= 40 && agent.state == "live"' },
  {
    effect: "require_approval",
    match: { tools: [`${system}.*`] },
    when: "has(run.taskClass) && run.taskClass in ['audit', 'close']",
    approval: FINANCE,
    mode: "shadow",
  },
];

/** The rules of the first start among those of a dozen systems, in the order in which an organisation would have them. */
export function hundredRules(): RuleInput[] {
  const own = defaultRules(() => true);
  const added = SYSTEMS.flatMap((system, at) =>
    shapesOf(system).map(
      (shape, place): RuleInput => ({
        ...shape,
        id: `${system}-${place + 1}`,
        order: 40 + place * 100 + at,
        name: `Rule ${place + 1} of ${system}`,
        reason: `Rule ${place + 1} of ${system} says so.`,
      }),
    ),
  );
  return [...own, ...added].slice(0, RULES);
}
