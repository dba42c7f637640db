import { agentPairs, teamPairs } from "@/server/fleet/identities";
import { findPersonByEmail, listActivePeople, listPeopleByIds } from "@/server/identity/service";
import { type FieldError, ok, type Result, refuse } from "@/server/kernel/result";
import type { RecordInput, Subjects } from "./schema";

type Subject = { readonly agentId: string | null; readonly personId: string | null; readonly teamId: string | null };
type Ids = Readonly<Record<keyof Subject, ReadonlyMap<string, string>>>;

const idsByName = (pairs: readonly { readonly id: string; readonly name: string }[]) => new Map(pairs.map(({ id, name }) => [name, id]));

async function idsOf(inputs: readonly RecordInput[]): Promise<Ids> {
  const said = (field: "agent" | "person" | "team") => [...new Set(inputs.flatMap((input) => input[field] ?? []))];
  const emails = said("person");
  const [agents, teams, people] = await Promise.all([
    said("agent").length === 0 ? [] : agentPairs({ names: said("agent") }),
    said("team").length === 0 ? [] : teamPairs(),
    Promise.all(emails.map(async (email) => [email, (await findPersonByEmail(email))?.id] as const)),
  ]);
  const known = people.flatMap(([email, id]) => (id === undefined ? [] : [[email, id] as const]));
  return { agentId: idsByName(agents), teamId: idsByName(teams.filter(({ isArchived }) => !isArchived)), personId: new Map(known) };
}

/** Whom and what these records are about, by id; a name that nothing and nobody has is an error of its field. */
export async function subjectsOf(inputs: readonly RecordInput[]): Promise<Result<readonly Subject[]>> {
  const ids = await idsOf(inputs);
  const errors: FieldError[] = [];
  const idOf = (of: keyof Subject, path: string, name: string | null | undefined, words: (name: string) => string): string | null => {
    if (name == null) return null;
    const id = ids[of].get(name);
    if (id === undefined) errors.push({ path, message: words(name) });
    return id ?? null;
  };
  const subjects = inputs.map(({ agent, person, team }) => ({
    agentId: idOf("agentId", "agent", agent, (name) => `There is no agent named ${name}.`),
    personId: idOf("personId", "person", person, (email) => `Nobody here has the address ${email}.`),
    teamId: idOf("teamId", "team", team, (name) => `There is no team named ${name}.`),
  }));
  return errors.length === 0 ? ok(subjects) : refuse("invalid_request", errors.map(({ message }) => message).join(" "), { errors });
}

/** The names behind the ids of records: agents by name, people by address and name, teams by name. */
export async function namesOf(rows: readonly Subject[]) {
  const ids = (of: keyof Subject) => [...new Set(rows.flatMap((row) => row[of] ?? []))];
  const [agents, teams, people] = await Promise.all([agentPairs({ ids: ids("agentId") }), teamPairs(), listPeopleByIds(ids("personId"))]);
  const names = (pairs: readonly { readonly id: string; readonly name: string }[]) => new Map(pairs.map(({ id, name }) => [id, name]));
  return { agents: names(agents), teams: names(teams), people: new Map(people.map(({ id, email }) => [id, email])) };
}

/** What a record can be about, as forms offer it. */
export async function choices(): Promise<Subjects> {
  const [agents, people, teams] = await Promise.all([agentPairs(), listActivePeople(), teamPairs()]);
  return {
    agents: agents.map(({ name }) => name),
    people: people.map(({ email, name }) => ({ email, name })),
    teams: teams.flatMap(({ name, isArchived }) => (isArchived ? [] : [name])),
  };
}
