import { putAgent } from "@/server/fleet/agents";
import { createTeam, setCostCentre } from "@/server/fleet/teams";
import { createTool } from "@/server/fleet/tools";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import { createGroup } from "@/server/identity/groups";
import { changeOrganisation, markAsDemo } from "@/server/identity/installation";
import { createKey } from "@/server/identity/keys";
import { invitePerson } from "@/server/identity/people";
import { authenticateKey, findPersonByEmail } from "@/server/identity/service";
import { actorOfSession, endSession, startSession } from "@/server/identity/sessions";
import { ensureFirstAdmin, finishSetup } from "@/server/identity/setup";
import type { KeyActor, PersonActor } from "@/server/platform/actor";
import { ensureDefaultPolicy } from "@/server/policies/service";
import { expectOk } from "./expect";
import { AGENTS, type SeedTool, TOOLS } from "./fleet";
import { settledOf } from "./governance";
import { COST_CENTRES, GROUPS, PEOPLE, type SeedPerson, TEAMS } from "./people";

export type Staff = { readonly actors: ReadonlyMap<string, PersonActor>; readonly endSessions: () => Promise<void> };

const tokenOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

/** Signs a person in, as the session gate would: the seed acts with no authority that people do not have. */
async function actorOf(email: string): Promise<{ actor: PersonActor; sessionId: string }> {
  const person = await findPersonByEmail(email);
  if (person === null) throw new Error(`seeding the demo: nobody has the address ${email}`);
  const sessionId = await startSession(person.id, "password");
  const actor = await actorOfSession(sessionId);
  if (actor === null) throw new Error(`seeding the demo: ${email} cannot sign in`);
  return { actor, sessionId };
}

async function found(admin: SeedPerson): Promise<PersonActor> {
  const first = await ensureFirstAdmin({});
  if (first.kind !== "link") throw new Error("seeding the demo: there are people already");
  const founder = { name: admin.name, email: admin.email, organisation: "Northwind Mutual", alsoRoles: [] };
  expectOk(await finishSetup({ token: tokenOf(first.url), password: DEMO_PASSWORD, founder }), "found the organisation");
  const { actor } = await actorOf(admin.email);
  expectOk(await changeOrganisation(actor, { name: "Northwind Mutual", timeZone: "Europe/London" }), "set the time zone");
  await markAsDemo();
  return actor;
}

/** Makes the organisation with its people, groups and teams, and signs everyone in. */
export async function seedOrganisation(): Promise<Staff> {
  const [first, ...others] = PEOPLE;
  if (first === undefined) throw new Error("the demo has people");
  const admin = await found(first);
  const groupIds = new Map<string, string>();
  for (const name of GROUPS) groupIds.set(name, expectOk(await createGroup(admin, { name }), name).groupId);
  for (const person of others) {
    const invited = await invitePerson(admin, {
      name: person.name,
      email: person.email,
      title: person.title,
      roles: [...person.roles],
      groupIds: person.groups.flatMap((name) => groupIds.get(name) ?? []),
    });
    const { link } = expectOk(invited, person.email);
    expectOk(await finishSetup({ token: tokenOf(link.url), password: DEMO_PASSWORD }), person.email);
  }
  await ensureDefaultPolicy();
  const signedIn = await Promise.all(PEOPLE.map(async ({ email }) => ({ email, ...(await actorOf(email)) })));
  return {
    actors: new Map(signedIn.map(({ email, actor }) => [email, actor])),
    endSessions: async () => {
      for (const { sessionId } of signedIn) await endSession(sessionId);
    },
  };
}

const toolInput = (tool: SeedTool) => ({
  version: tool.version,
  description: tool.description,
  sideEffect: tool.sideEffect,
  argsSchema: {
    type: "object",
    properties: Object.fromEntries(Object.entries(tool.properties).map(([name, type]) => [name, { type }])),
    required: Object.keys(tool.properties).slice(0, 1),
    additionalProperties: false,
  },
  summary: tool.summary,
  sensitiveArgs: [...(tool.sensitiveArgs ?? [])],
});

/** Registers teams, tools and agents, as the operator. */
export async function seedFleet(operator: PersonActor, today: Date): Promise<void> {
  for (const name of TEAMS) {
    const { id } = expectOk(await createTeam(operator, name), name);
    expectOk(await setCostCentre(operator, { id, from: null, to: COST_CENTRES[name] }), name);
  }
  for (const tool of TOOLS) expectOk(await createTool(operator, tool.name, toolInput(tool)), tool.name);
  for (const agent of AGENTS) {
    const { name, ownerEmail, tools, ...rest } = agent;
    expectOk(await putAgent(operator, name, { ...rest, ...settledOf(name, today), owner: ownerEmail, tools: [...tools] }, "new"), name);
  }
}

/** The key that the demo's agents speak with, and its actor. */
export async function seedKey(admin: PersonActor): Promise<{ key: string; actor: KeyActor }> {
  const { key } = expectOk(
    await createKey(admin, {
      name: "Demo agents",
      scopes: ["actions:write", "actions:read", "agents:read", "traces:write", "traces:read"],
      agentName: null,
    }),
    "create the key",
  );
  return { key, actor: expectOk(await authenticateKey(`Bearer ${key}`), "use the key") };
}
