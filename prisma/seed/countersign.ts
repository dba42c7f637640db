import { askStepUp, decide } from "@/server/approvals/decisions";
import type { DecideInput } from "@/server/approvals/schema";
import type { StepUpInput } from "@/server/approvals/step-up-schema";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import { beginEnrolment, finishEnrolment, listPasskeys, removePasskey, stepUpWay } from "@/server/identity/passkeys";
import { ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { type SoftwareAuthenticator, softwareAuthenticator } from "./authenticator";
import { expectOk } from "./expect";
import { AGENTS } from "./fleet";

// The demo's past was countersigned like everything else: each approver had a security key then. It is removed at the
// end of the seed, since nobody holds it; who opens the demo enrols a passkey of their own.

/** These keys do not count their signatures, as synced passkeys do not: the past is replayed several at a time. */
const UNCOUNTED = { counter: 0 } as const;

export type Keys = ReadonlyMap<string, SoftwareAuthenticator>;

/** Enrols a security key for each of these people. Where no passkey can work there is none, and passwords do. */
export async function enrolKeys(people: readonly PersonActor[]): Promise<Keys> {
  const way = stepUpWay();
  const keys = new Map<string, SoftwareAuthenticator>();
  if (way.kind === "password") return keys;
  for (const person of people) {
    const key = softwareAuthenticator(way.relyingParty);
    const options = expectOk(await beginEnrolment(person, { password: DEMO_PASSWORD }), "ask for a security key");
    expectOk(await finishEnrolment(person, { name: "Security key", response: key.create(options, UNCOUNTED) }), "enrol a security key");
    keys.set(person.id, key);
  }
  return keys;
}

/** Takes the security keys out of use. */
export async function removeKeys(people: readonly PersonActor[]): Promise<void> {
  for (const person of people) {
    const { items } = await listPasskeys(person);
    for (const { id } of items) expectOk(await removePasskey(person, { passkeyId: id }), "remove a security key");
  }
}

const HIGH = new Set(AGENTS.filter(({ riskTier }) => riskTier === "high").map(({ name }) => name));

/** Decides, with a countersignature where the agent is of high risk and the verdict takes one. */
export async function decideWithKey(actor: PersonActor, input: DecideInput, agentName: string, keys: Keys): ReturnType<typeof decide> {
  if (input.verdict === "reject" || !HIGH.has(agentName)) return decide(actor, input);
  const stepUp = await signFor(actor, input, keys);
  return stepUp.ok ? decide(actor, { ...input, stepUp: stepUp.value }) : stepUp;
}

async function signFor(actor: PersonActor, { id }: DecideInput, keys: Keys): Promise<Result<StepUpInput | undefined>> {
  const asked = await askStepUp(actor, { id });
  if (!asked.ok) return asked;
  const question = asked.value;
  if (question.kind === "password") return ok({ kind: "password", password: DEMO_PASSWORD });
  const key = keys.get(actor.id);
  if (question.kind !== "passkey" || key === undefined) return ok(undefined);
  return ok({ kind: "passkey", nonce: question.nonce, assertion: key.get(question.options, UNCOUNTED) });
}
