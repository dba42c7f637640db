/** Whose a call is; null is not known. */
export type Whose = { readonly agent: string | null; readonly team: string | null; readonly taskClass: string | null };

/** What came from a service, of an agent, or with an attribute, and says not whose it is, belongs to someone. */
export type AttributionRule = {
  readonly when: {
    readonly service: string | null;
    readonly agent: string | null;
    readonly attribute: { readonly name: string; readonly value: string } | null;
  };
  readonly give: Whose;
};

/** A call, as far as rules look at it. */
export type Unclear = Whose & { readonly service: string | null; readonly attributes: ReadonlyMap<string, string> };

const PARTS = ["agent", "team", "taskClass"] as const;

const fits = ({ service, agent, attribute }: AttributionRule["when"], call: Unclear): boolean =>
  (service === null || service === call.service) &&
  (agent === null || agent === call.agent) &&
  (attribute === null || call.attributes.get(attribute.name) === attribute.value);

const gives = ({ give }: AttributionRule, call: Whose): boolean => PARTS.some((part) => call[part] === null && give[part] !== null);

/** Which rule says more of whose a call is: the first that fits and gives what is missing; -1 is none. */
export const ruleFor = (call: Unclear, rules: readonly AttributionRule[]): number =>
  rules.findIndex((rule) => gives(rule, call) && fits(rule.when, call));

/** Whose a call is once rules have spoken. What was said by the sender, or stands in the registry, no rule changes. */
export function attributed(call: Unclear, rules: readonly AttributionRule[]): Whose {
  const { agent, team, taskClass } = call;
  const give = rules[ruleFor(call, rules)]?.give;
  return { agent: agent ?? give?.agent ?? null, team: team ?? give?.team ?? null, taskClass: taskClass ?? give?.taskClass ?? null };
}

/** Whether a rule could say more of whose a call is. */
export const isUnclear = (call: Whose): boolean => PARTS.some((part) => call[part] === null);

/** Whether any rule looks at attributes, which cost a reading of payloads. */
export const readsAttributes = (rules: readonly AttributionRule[]): boolean => rules.some(({ when }) => when.attribute !== null);
