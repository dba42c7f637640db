import type { EntryActor, EntryValue } from "./entry";

type Mentions = {
  readonly actor: EntryActor;
  readonly subject: { readonly id: string };
  readonly data: { readonly [key: string]: EntryValue };
};

const NAMED = /^(?:per|key|grp|too|tea|cal|onc)_[0-9a-z]{26}$/;

/** The ids of people, keys, groups, tools, teams, calendars and on-call schedules that these entries speak of, each once. */
export function idsIn(entries: readonly Mentions[]): string[] {
  const found = new Set<string>();
  const visit = (value: EntryValue): void => {
    if (typeof value === "string") {
      if (NAMED.test(value)) found.add(value);
    } else if (value !== null && typeof value === "object") {
      for (const child of Object.values(value)) visit(child);
    }
  };
  for (const { actor, subject, data } of entries) visit([actor.id, subject.id, data]);
  return [...found];
}
