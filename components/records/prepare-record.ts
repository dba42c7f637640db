import { type Kind, specOf } from "@/server/records/core/kinds";
import type { RecordResource } from "@/server/records/schema";

/** A record as it is typed: every control holds text. */
export type RecordDraft = {
  readonly happenedAt: string;
  readonly agent: string;
  readonly person: string;
  readonly team: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly validUntil: string;
  readonly link: string;
  readonly note: string;
};

type Fact = string | number | boolean | null;

/** A moment as a control for local times holds it. */
export function toLocal(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const fromLocal = (text: string): string => (Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString());

function toFact(control: string, text: string): Fact {
  if (text === "") return null;
  if (control === "number") return Number(text);
  if (control === "flag") return text === "yes";
  return control === "moment" ? fromLocal(text) : text;
}

function toText(control: string, fact: Fact | undefined): string {
  if (fact === null || fact === undefined) return "";
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  return control === "moment" ? toLocal(String(fact)) : String(fact);
}

/** Where a form begins: empty at this moment, or as the record stands that is to be corrected. */
export function startOf(kind: Kind, now: string, of: RecordResource | null): RecordDraft {
  const facts = Object.entries(specOf(kind).facts).map(([name, { control }]) => [name, toText(control, of?.facts[name])]);
  return {
    happenedAt: toLocal(of?.happenedAt ?? now),
    agent: of?.agent ?? "",
    person: of?.person ?? "",
    team: of?.team ?? "",
    facts: Object.fromEntries(facts) as Record<string, string>,
    validUntil: of?.validUntil ?? "",
    link: of?.link ?? "",
    note: of?.note ?? "",
  };
}

/** What the form asks to be put on record; what is left empty is not said. */
export function toInput(kind: Kind, draft: RecordDraft, corrects: string | null): Readonly<Record<string, unknown>> {
  const { about, facts } = specOf(kind);
  const subjects = (["agent", "person", "team"] as const).flatMap((of) => (about[of] === undefined ? [] : [[of, draft[of] || null]]));
  const said = Object.entries(facts).map(([name, { control }]) => [name, toFact(control, draft.facts[name] ?? "")]);
  return {
    kind,
    happenedAt: fromLocal(draft.happenedAt),
    ...Object.fromEntries(subjects),
    facts: Object.fromEntries(said),
    validUntil: draft.validUntil || null,
    link: draft.link || null,
    note: draft.note || null,
    corrects,
  };
}

/** Whether nothing was typed at this place of the form. */
export const isLeftEmpty = (draft: RecordDraft, path: readonly PropertyKey[]): boolean =>
  path.reduce<unknown>((at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], draft) === "";

function wordOf(fact: Fact): string {
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  return typeof fact === "number" ? fact.toLocaleString("en-GB") : String(fact);
}

/** The facts of a record in words, in the order of its kind. */
export function factsInWords({
  kind,
  facts,
}: Pick<RecordResource, "kind" | "facts">): readonly { readonly label: string; readonly value: string }[] {
  return Object.entries(specOf(kind).facts).flatMap(([name, { label, control, choices }]) => {
    const fact = facts[name];
    if (fact === null || fact === undefined) return [];
    const value = control === "moment" ? `${String(fact).slice(0, 16).replace("T", " ")} UTC` : (choices?.[String(fact)] ?? wordOf(fact));
    return [{ label, value }];
  });
}
