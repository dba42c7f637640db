import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Role } from "@/server/kernel/roles";
import { type Actor, type PersonActor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { DEMO_DESKS, type DemoDesk } from "./core/demo-desks";
import { setSingleOperator as changeSingleOperator } from "./organisation-store";
import { organisation } from "./service";
import * as store from "./store";

/** Names the organisation and sets the time zone that policies and reports count hours in. */
export async function changeOrganisation(actor: Actor, input: { name: string; timeZone: string }): Promise<Result<void>> {
  if (!access.manage(actor)) return refuse("forbidden", "Only an administrator may do this.");
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockOrganisation(tx);
    const before = await store.findOrganisation(tx.prisma);
    const id = before?.id ?? newId("organisation");
    await store.upsertOrganisation(tx, id, input, now);
    const subject = { type: "organisation", id };
    const data = { timeZone: input.timeZone };
    await audit.append(tx, { kind: "organisation.changed", actor: audit.entryActor(actor), subject, occurredAt: now, data });
    return ok(undefined);
  });
}

/**
 * Lets one person do what otherwise takes two, or not any more. While it is on, every page says so, and each use goes
 * on a list for someone to review.
 */
export async function setSingleOperator(actor: Actor, { isOn }: { readonly isOn: boolean }): Promise<Result<{ isOn: boolean }>> {
  if (!access.manage(actor)) return refuse("forbidden", "Only an administrator may do this.");
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockOrganisation(tx);
    const id = await changeSingleOperator(tx, isOn);
    if (id === null) return ok({ isOn });
    const subject = { type: "organisation", id };
    const entry = {
      kind: "organisation.single_operator_set" as const,
      actor: audit.entryActor(actor),
      subject,
      occurredAt: now,
      data: { isOn },
    };
    await audit.append(tx, entry);
    return ok({ isOn });
  });
}

/** Marks the organisation as the demo: its people and figures are invented, every page says so, and its sign-ins are public. */
export async function markAsDemo(): Promise<void> {
  const now = clock.now();
  await inTransaction(async (tx) => {
    await store.lockOrganisation(tx);
    const id = await store.setDemo(tx);
    const subject = { type: "organisation", id };
    await audit.append(tx, { kind: "organisation.marked_demo", actor: audit.entryActor(systemActor), subject, occurredAt: now, data: {} });
  });
}

/** The organisation's settings, for everyone signed in, and whether this actor may change them. */
export const organisationOfSettings = async (actor: Actor) => ({ ...(await organisation()), canManage: access.manage(actor) });

/** The signed-in person, as the frame and the account page show them. */
export async function describeMe(actor: PersonActor) {
  const [person, groups] = await Promise.all([store.findPerson(actor.id), store.listGroups()]);
  return {
    id: actor.id,
    name: actor.name,
    email: actor.email,
    title: person?.title ?? null,
    roles: [...actor.roles] as Role[],
    groups: groups.filter((group) => actor.groupIds.has(group.id)),
    hasPassword: person !== null && person.passwordHash !== null,
  };
}

/** What the sign-in page shows before anybody is known: the desks only in a demo organisation. */
export async function signInChoices(): Promise<{
  organisation: string;
  isDemo: boolean;
  hasSingleSignOn: boolean;
  desks: (DemoDesk & { name: string })[];
}> {
  const { name, isDemo } = await organisation();
  const people = isDemo ? await store.listDemoPeople(DEMO_DESKS.map((desk) => desk.email)) : [];
  const nameByEmail = new Map(people.map((person) => [person.email, person.name]));
  const desks = DEMO_DESKS.flatMap((desk) => {
    const personName = nameByEmail.get(desk.email);
    return personName === undefined ? [] : [{ ...desk, name: personName }];
  });
  return { organisation: name, isDemo, hasSingleSignOn: env().OIDC_ISSUER !== undefined, desks };
}
