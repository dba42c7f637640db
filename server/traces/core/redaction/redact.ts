import canonicalize from "canonicalize";
import type { Attributes, Span, SpanEvent, SpanLink, Value } from "../otlp/model";
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

/** The list with each of its items made anew; itself when none became another one. */
function same<T>(items: readonly T[], renewed: (item: T) => T): readonly T[] {
  let isSame = true;
  const all = items.map((item) => {
    const now = renewed(item);
    if (now !== item) isSame = false;
    return now;
  });
  return isSame ? items : all;
}

/** What stands in an object before a name. */
function upTo(object: Attributes, end: string): Record<string, Value> {
  const before: Record<string, Value> = {};
  for (const name of Object.keys(object)) {
    if (name === end) break;
    before[name] = object[name] ?? null;
  }
  return before;
}

const isKept = (value: Value) => value === null || typeof value === "boolean";

/** Cleans one span or record, and notes what it takes out. */
class Cleaner {
  private readonly path: string[] = [];
  private readonly found = new Map<string, { ruleId: string; place: string; value: string; times: number }>();

  constructor(
    private readonly rules: StepRules,
    private readonly hidden: Hidden,
  ) {}

  private get hides(): boolean {
    return this.hidden.isAll || this.hidden.values.size > 0;
  }

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
    if (this.rules.isClean(text)) return text;
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
    if (text.length < SHORTEST) return text;
    const ruled = this.ruled(text);
    return this.hides ? this.hide(ruled) : ruled;
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
    if (Array.isArray(value)) return same(value as readonly Value[], (item) => this.value(item));
    return value === null || typeof value !== "object" ? value : this.object(value as Attributes);
  }

  /** The object itself when nothing of it is taken out, as of most. */
  object(object: Attributes): Attributes {
    let clean: Record<string, Value> | null = null;
    for (const name of Object.keys(object)) {
      const value = object[name] ?? null;
      const key = this.rules.isClean(name) ? name : this.text(name);
      this.path.push(key);
      const kept = this.under(name, value);
      this.path.pop();
      if (clean === null && (key !== name || kept !== value)) clean = upTo(object, name);
      if (clean !== null) clean[key] = kept;
    }
    return clean ?? object;
  }

  /** The same for one that came for many spans. */
  shared(object: Attributes): Attributes {
    if (this.hides) return this.object(object);
    if (this.rules.cleanObjects.has(object)) return object;
    const clean = this.object(object);
    if (clean === object) this.rules.cleanObjects.add(object);
    return clean;
  }

  private under(name: string, value: Value): Value {
    const ruleId = isKept(value) || value === "" ? null : this.rules.ruleOfName(name);
    if (ruleId === null) return this.value(value);
    if (value !== REDACTED) this.note(ruleId, canonicalValue(value));
    return REDACTED;
  }

  event(event: SpanEvent): SpanEvent {
    const [name, attributes] = [this.text(event.name), this.object(event.attributes)];
    return name === event.name && attributes === event.attributes ? event : { ...event, name, attributes };
  }

  link(link: SpanLink): SpanLink {
    const attributes = this.object(link.attributes);
    return attributes === link.attributes ? link : { ...link, attributes };
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
  const name = cleaner.at("name", () => cleaner.text(span.name));
  const attributes = cleaner.at("attributes", () => cleaner.object(span.attributes));
  const events = cleaner.at("events", () => same(span.events, (event) => cleaner.event(event)));
  const links = cleaner.at("links", () => same(span.links, (link) => cleaner.link(link)));
  const statusMessage = cleaner.at("status", () => cleaner.text(span.statusMessage));
  const resource = cleaner.at("resource", () => cleaner.shared(span.resource));
  const clean = { ...span, name, attributes, events, links, statusMessage, resource };
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
