import type { Role } from "@/server/kernel/roles";

/** What Reeve knows to find by its form. */
export const FINDERS = ["secrets", "cards", "ibans", "emails"] as const;
export type Finder = (typeof FINDERS)[number];

export const PARTS = ["args", "result", "both"] as const;
export type Part = (typeof PARTS)[number];

/** What a rule takes out: values under names, what has a form that Reeve knows, what a pattern finds, or a tool's whole arguments and result. */
export type What =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "found"; readonly finder: Finder }
  | { readonly kind: "pattern"; readonly pattern: string; readonly ignoreCase: boolean }
  | { readonly kind: "tool"; readonly part: Part };

/** Who may have the original shown. The executive and the viewer read no payloads, so they reveal none. */
export const REVEALERS = ["approver", "operator", "auditor", "admin"] as const satisfies readonly Role[];
export type Revealer = (typeof REVEALERS)[number];

/** One rule: what is taken out of payloads before they are stored. */
export type Rule = {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly what: What;
  /** The tools whose calls it looks at; none means everything that is sent. */
  readonly tools: readonly string[];
  /** Who may have the original shown, which is then kept encrypted; nobody means that it is gone for good. */
  readonly revealTo: readonly Revealer[];
};

/** All rules in their order, as one version of them. */
export type RuleSet = { readonly version: number; readonly rules: readonly Rule[] };

export const LIMITS = { rules: 50, patterns: 20, names: 100, pattern: 500 } as const;

/** By which id the commitments call what a tool declared sensitive: that stands always, and no rule changes it. */
export const DECLARED = "declared";

const SECRET_NAMES = [
  ...["password", "passwd", "pwd", "passphrase", "secret", "secret_key", "private_key", "api_key", "apikey"],
  ...["access_token", "refresh_token", "id_token", "auth_token", "session_token", "bearer", "authorization", "cookie", "set_cookie"],
  ...["card_number", "cvc", "cvv", "iban"],
];

/** The rules before anyone changed them. */
export const SHIPPED: RuleSet = {
  version: 0,
  rules: [
    { id: "secret-names", name: "What stands under a secret's name", isOn: true, what: { kind: "names", names: SECRET_NAMES } },
    { id: "secrets", name: "Keys and tokens, by their form", isOn: true, what: { kind: "found", finder: "secrets" } },
    { id: "cards", name: "Card numbers", isOn: true, what: { kind: "found", finder: "cards" } },
    { id: "ibans", name: "Bank accounts (IBAN)", isOn: false, what: { kind: "found", finder: "ibans" } },
    { id: "emails", name: "E-mail addresses", isOn: false, what: { kind: "found", finder: "emails" } },
  ].map((rule) => ({ tools: [], revealTo: [], ...rule }) as Rule),
};
