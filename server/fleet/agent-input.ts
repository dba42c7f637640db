import { findPersonByEmail, listActivePeople } from "@/server/identity/service";
import { type FieldError, ok, type Result, refuse } from "@/server/kernel/result";
import type { Wanted } from "./core/edit";
import type { AgentInput } from "./schema";
import { findTeamByName } from "./team-store";
import { listToolsByName } from "./tool-store";

type Resolved<T> = { readonly value: T; readonly errors: readonly FieldError[] };
const none = { value: undefined, errors: [] } as const;
const fault = (path: string, message: string): Resolved<undefined> => ({ value: undefined, errors: [{ path, message }] });

/**
 * The edit that an input asks for: names of people, teams and tools become ids, and a name that nobody has is an error
 * of its field. `goneOwnerId` is the owner asked for when their account is deactivated.
 */
export async function resolveAgentInput(input: AgentInput): Promise<Result<{ wanted: Wanted; goneOwnerId: string | null }>> {
  const [owner, team, tools] = await Promise.all([ownerOf(input.owner), teamOf(input.team), toolsOf(input.tools)]);
  const errors = [...owner.errors, ...team.errors, ...tools.errors];
  if (errors.length > 0) return refuse("invalid_request", errors.map(({ message }) => message).join(" "), { errors });
  const { owner: _o, team: _t, tools: _s, revision: _r, ...plain } = input;
  const said = { ...plain, ownerId: owner.value?.id, teamId: team.value, toolIds: tools.value };
  // What is not said stays as it is, so it must not be there at all.
  const wanted: Wanted = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return ok({ wanted, goneOwnerId: owner.value?.isGone === true ? owner.value.id : null });
}

async function ownerOf(email: string | null | undefined): Promise<Resolved<{ id: string | null; isGone: boolean } | undefined>> {
  if (email === undefined) return none;
  if (email === null) return { value: { id: null, isGone: false }, errors: [] };
  const person = await findPersonByEmail(email);
  if (person === null) return fault("owner", `Nobody here has the address ${email}.`);
  const isGone = !(await listActivePeople()).some(({ id }) => id === person.id);
  return { value: { id: person.id, isGone }, errors: [] };
}

async function teamOf(name: string | null | undefined): Promise<Resolved<string | null | undefined>> {
  if (name === undefined) return none;
  if (name === null) return { value: null, errors: [] };
  const team = await findTeamByName(name);
  return team === null || team.archivedAt !== null ? fault("team", `There is no team named ${name}.`) : { value: team.id, errors: [] };
}

async function toolsOf(names: readonly string[] | undefined): Promise<Resolved<readonly string[] | undefined>> {
  if (names === undefined) return none;
  const tools = await listToolsByName(names);
  const known = new Set(tools.map(({ name }) => name));
  const errors = names.flatMap((name, index) =>
    known.has(name) ? [] : [{ path: `tools.${index}`, message: `There is no tool named ${name}.` }],
  );
  return { value: tools.map(({ id }) => id), errors };
}
