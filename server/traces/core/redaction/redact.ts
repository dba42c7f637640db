import canonicalize from "canonicalize";
import type { Attributes, Span, Value } from "../otlp/model";
import type { Redactor, StepRules } from "./compile";
import { REDACTED, without } from "./hit";
import { DECLARED } from "./rule";

/** Something that was taken out: by which rule, where it stood first, how often, and what it was. */
export type Taken = { readonly ruleId: string; readonly place: string; readonly value: string; readonly times: number };

/** Values to take out wherever they stand in a trace, by the rule that says so; `isAll` when there are too many to look for each. */
export type Hidden = { readonly values: ReadonlyMap<string, string>; readonly isAll: boolean };
export const NOTHING_HIDDEN: Hidden = { values: new Map(), isAll: false };

/** As many values are looked for in a trace; with more of them its longer texts are taken out whole. */
export const MOST_HIDDEN = 200;
const SHORT_TEXT = 24;
/** No rule finds anything in less. */
const SHORTEST = 2;
const LONGEST_PLACE = 200;

/** A value as its commitment has it: a text as it is, all else as JSON writes it in one way (RFC 8785). */
export const canonicalValue = (value: Value): string => (typeof value === "string" ? value : (canonicalize(value) ?? "null"));

const isKept = (value: Value) => value === null || typeof value === "boolean";

/** Cleans one span or record, and notes what it takes out. */
class Cleaner {
  private readonly path: string[] = [];
  private readonly found = new Map<string, { ruleId: string; place: string; value: string; times: number }>();

  constructor(
    private readonly rules: StepRules,
    private readonly hidden: Hidden,
  ) {}

  get taken(): readonly Taken[] {
    return [...this.found.values()];
  }

  private note(ruleId: string, value: string): void {
    const key = `${ruleId} ${value}`;
    const known = this.found.get(key);
    if (known === undefined) this.found.set(key, { ruleId, place: this.path.join(" › ").slice(0, LONGEST_PLACE), value, times: 1 });
    else known.times += 1;
  }

  /** A text without what the rules find in it. */
  private ruled(text: string): string {
    let clean = text;
    for (const { ruleId, find } of this.rules.texts) {
      const hits = find(clean);
      if (hits.length === 0) continue;
      for (const hit of hits) this.note(ruleId, hit.value);
      clean = without(clean, hits);
    }
    return clean;
  }

  text(text: string): string {
    return text.length < SHORTEST ? text : this.hide(this.ruled(text));
  }

  private hide(text: string): string {
    if (this.hidden.isAll && text.length > SHORT_TEXT) {
      this.note(DECLARED, text);
      return REDACTED;
    }
    let clean = text;
    for (const [value, ruleId] of this.hidden.values) {
      if (!clean.includes(value)) continue;
      clean = clean.replaceAll(value, REDACTED);
      this.note(ruleId, value);
    }
    return clean;
  }

  private number(value: number): Value {
    const text = String(value);
    const ruleId = this.hidden.values.get(text);
    if (ruleId === undefined) return this.ruled(text) === text ? value : REDACTED;
    this.note(ruleId, text);
    return REDACTED;
  }

  value(value: Value): Value {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.number(value);
    if (Array.isArray(value)) return (value as readonly Value[]).map((item) => this.value(item));
    return value === null || typeof value !== "object" ? value : this.object(value as Attributes);
  }

  object(object: Attributes): Attributes {
    const clean: Record<string, Value> = {};
    for (const [name, value] of Object.entries(object)) {
      const key = this.rules.isCleanName(name) ? name : this.text(name);
      this.path.push(key);
      clean[key] = this.under(name, value);
      this.path.pop();
    }
    return clean;
  }

  private under(name: string, value: Value): Value {
    const ruleId = isKept(value) || value === "" ? null : this.rules.ruleOfName(name);
    if (ruleId === null) return this.value(value);
    if (value !== REDACTED) this.note(ruleId, canonicalValue(value));
    return REDACTED;
  }

  at<T>(place: string, work: () => T): T {
    this.path.push(place);
    const done = work();
    this.path.pop();
    return done;
  }
}

export type Redacted<T> = { readonly clean: T; readonly taken: readonly Taken[] };

/** A span without what the rules take out, before anything of it is stored; and what that was. `tool` is whose call it is. */
export function redactSpan(span: Span, redactor: Redactor, tool: string | null, hidden: Hidden = NOTHING_HIDDEN): Redacted<Span> {
  const cleaner = new Cleaner(redactor.of(tool), hidden);
  const clean = {
    ...span,
    name: cleaner.at("name", () => cleaner.text(span.name)),
    attributes: cleaner.at("attributes", () => cleaner.object(span.attributes)),
    events: cleaner.at("events", () =>
      span.events.map((event) => ({ ...event, name: cleaner.text(event.name), attributes: cleaner.object(event.attributes) })),
    ),
    links: cleaner.at("links", () => span.links.map((link) => ({ ...link, attributes: cleaner.object(link.attributes) }))),
    statusMessage: cleaner.at("status", () => cleaner.text(span.statusMessage)),
    resource: cleaner.at("resource", () => cleaner.object(span.resource)),
  };
  return { clean, taken: cleaner.taken };
}

/** The same for the attributes of a log record or a metric. */
export function redactAttributes(attributes: Attributes, redactor: Redactor, tool: string | null = null): Redacted<Attributes> {
  const cleaner = new Cleaner(redactor.of(tool), NOTHING_HIDDEN);
  return { clean: cleaner.object(attributes), taken: cleaner.taken };
}

/** The same for one text that stands alone. */
export const redactText = (text: string, redactor: Redactor, tool: string | null, hidden: Hidden = NOTHING_HIDDEN): string =>
  new Cleaner(redactor.of(tool), hidden).text(text);
