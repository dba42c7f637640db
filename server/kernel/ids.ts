/** Prefixes of the ids in use (TypeID: prefix, underscore, base32 of a UUIDv7). */
export const ID_PREFIXES = {
  action: "act",
  agent: "agt",
  anomaly: "ano",
  apiKey: "key",
  approval: "apr",
  auditEntry: "aud",
  budget: "bud",
  budgetEvent: "bue",
  calendar: "cal",
  chain: "chn",
  delegation: "dlg",
  delivery: "dlv",
  deliveryUpdate: "dlu",
  edit: "edt",
  escalation: "esc",
  event: "evt",
  governanceRecord: "rec",
  grant: "gnt",
  group: "grp",
  ingestSource: "igs",
  invoice: "inv",
  maturityExclusion: "mex",
  maturityFleet: "mfl",
  maturityItem: "mit",
  maturityRound: "mro",
  maturitySnapshot: "msn",
  maturityWaiver: "mwa",
  notice: "not",
  onCall: "onc",
  onCallOverride: "ovr",
  organisation: "org",
  passkey: "psk",
  person: "per",
  price: "prc",
  priceAlias: "pal",
  redactionRule: "rdr",
  restore: "rst",
  reveal: "rvl",
  review: "rev",
  routingDecision: "rtd",
  savedView: "svw",
  session: "ses",
  statement: "stm",
  team: "tea",
  tool: "too",
  vote: "vot",
  webhookEndpoint: "whe",
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

const SUFFIX = /^[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$/;

/** Whether `text` is a well-formed id of this kind. Says nothing about whether such a thing exists. */
export function isId(kind: IdKind, text: string): boolean {
  const prefix = `${ID_PREFIXES[kind]}_`;
  return text.startsWith(prefix) && SUFFIX.test(text.slice(prefix.length));
}
