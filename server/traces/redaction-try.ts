import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { readKept } from "./core/kept-span";
import type { Attributes, Value } from "./core/otlp/model";
import { compileRules } from "./core/redaction/compile";
import { redactAttributes } from "./core/redaction/redact";
import type { Rule } from "./core/redaction/rule";
import { rulesInForce } from "./redaction-in-force";
import { faultOf } from "./redaction-rules";
import type { Tried, TryInput } from "./redaction-schema";
import { findPayload, findTrace } from "./trace-store";

type Sample = { readonly value: Value; readonly tool: string | null };

async function sampleOf({ sample }: TryInput): Promise<Sample | null> {
  if (sample.kind === "text") return { value: sample.text, tool: sample.tool };
  const trace = await findTrace(sample.traceId);
  const found = trace === null ? null : await findPayload(trace, sample.spanId);
  if (found === null || found.span === null) return null;
  const { attributes, events, statusMessage, resource } = readKept(found.span);
  return { value: { attributes, events, statusMessage, resource } as Value, tool: found.tool };
}

const TRIED = "tried";

/** The rules in force, with the one that is being written in its place: last when it is new, and on in any case. */
function withWritten(rules: readonly Rule[], { ruleId, rule }: TryInput): readonly Rule[] {
  if (rule === null) return rules;
  const written = { ...rule, id: ruleId ?? TRIED, isOn: true };
  return ruleId === null ? [...rules, written] : rules.map((each) => (each.id === ruleId ? written : each));
}

/** What the rules would take out of a sample: nothing is stored, and the sample is not kept. */
export async function tryRules(actor: PersonActor, input: TryInput): Promise<Result<Tried>> {
  if (!access.administer(actor)) return refuse("forbidden", "Only administrators try rules out.");
  const [{ version, rules: inForce }, sample] = await Promise.all([rulesInForce(), sampleOf(input)]);
  if (sample === null) return refuse("not_found", "There is no such step, or its payload is past its retention.");
  const fault =
    input.rule === null
      ? null
      : faultOf(
          input.rule,
          inForce.filter(({ id }) => id !== input.ruleId),
        );
  if (fault !== null) return fault;
  const rules = withWritten(inForce, input);
  const { clean, taken } = redactAttributes(asAttributes(sample.value), compileRules({ version, rules }), sample.tool);
  const kept = typeof sample.value === "string" ? clean.text : clean;
  const nameOf = (ruleId: string) => rules.find(({ id }) => id === ruleId)?.name ?? ruleId;
  return ok({
    kept: typeof kept === "string" ? kept : JSON.stringify(kept, null, 2),
    taken: taken.map(({ ruleId, value, times }) => ({ ruleId, ruleName: nameOf(ruleId), value: value.slice(0, 500), times })),
  });
}

const asAttributes = (value: Value): Attributes => (typeof value === "string" ? { text: value } : (value as Attributes));
