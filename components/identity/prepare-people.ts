import { describeRoles } from "@/components/shell/navigation";
import type { PersonOfSettings } from "@/server/identity/people";

export type Person = PersonOfSettings;

/** "12 people can sign in, 2 have not used their invitation, 1 is deactivated." */
export function peopleSentence(people: readonly Pick<Person, "status">[]): string {
  const count = (status: Person["status"]) => people.filter((person) => person.status === status).length;
  const [active, invited, deactivated] = [count("active"), count("invited"), count("deactivated")];
  const parts = [`${active} ${active === 1 ? "person" : "people"} can sign in`];
  if (invited > 0) parts.push(`${invited} ${invited === 1 ? "has" : "have"} not used the invitation yet`);
  if (deactivated > 0) parts.push(`${deactivated} ${deactivated === 1 ? "is" : "are"} deactivated`);
  return `${parts.join(", ")}.`;
}

/** Those of whom a name, e-mail address, title, role or group contains every word searched for. */
export function matchingPeople(people: readonly Person[], search: string): readonly Person[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return people;
  return people.filter((person) => {
    const groups = person.groups.map((group) => group.name).join(" ");
    const text = `${person.name} ${person.email} ${person.title ?? ""} ${describeRoles(person.roles)} ${groups}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
