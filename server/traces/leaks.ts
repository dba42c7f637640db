import { readKept } from "./core/kept-span";
import type { Value } from "./core/otlp/model";
import { compileRules } from "./core/redaction/compile";
import { redactAttributes } from "./core/redaction/redact";
import { SHIPPED } from "./core/redaction/rule";
import { rulesInForce } from "./redaction-in-force";

/** A payload as it is stored, and the tool whose call it is of. */
export type StoredPayload = { readonly span: string; readonly tool: string | null };

/**
 * How many values each of some stored payloads still holds that should not be there: found by their form (secrets, cards, bank
 * accounts, e-mail addresses, switched on or not), under a secret's name, or by the rules in force. What was taken out counts as gone.
 */
export async function leaksIn(payloads: readonly StoredPayload[]): Promise<readonly number[]> {
  const { version, rules } = await rulesInForce();
  const known = new Set(rules.filter(({ isOn }) => isOn).map(({ id }) => id));
  const always = SHIPPED.rules.filter(({ id }) => !known.has(id)).map((rule) => ({ ...rule, isOn: true }));
  const redactor = compileRules({ version, rules: [...always, ...rules] });
  return payloads.map(({ span, tool }) => {
    const { attributes, events, statusMessage, resource } = readKept(span);
    const { taken } = redactAttributes({ attributes, events, statusMessage, resource } as Record<string, Value>, redactor, tool);
    return taken.reduce((sum, { times }) => sum + times, 0);
  });
}
