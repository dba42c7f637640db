import { beforeAll, expect, test } from "vitest";
import type { Role } from "@/server/kernel/roles";
import { mintPerson, type PersonActor, systemActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import type { NewEntry } from "./core/entry";
import { listEntries, type NamesOf, readEntry, readStory } from "./reading";
import { ListEntriesInput } from "./schema";
import { append, entryActor } from "./service";

freshDatabase();

const person = (...roles: Role[]): PersonActor =>
  mintPerson({ id: newId("person"), name: "Someone", email: "someone@example.com", roles: new Set(roles), groupIds: new Set() });

const auditor = person("auditor");
const mei = person("operator");
const actionId = newId("action");
const noNames: NamesOf = async () => ({});
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 16, minute));

const entry = (kind: NewEntry["kind"], minute: number, more: Partial<NewEntry> = {}): NewEntry => ({
  kind,
  actor: entryActor(systemActor),
  subject: { type: "thing", id: "thing-1" },
  occurredAt: at(minute),
  data: { minute },
  ...more,
});

async function kindsOf(input: Partial<ListEntriesInput>): Promise<string[]> {
  const answer = await listEntries(auditor, ListEntriesInput.parse(input), noNames);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value.items.map(({ kind }) => kind);
}

beforeAll(async () => {
  await inTransaction((tx) =>
    append(
      tx,
      entry("action.awaiting", 1, { actionId, agentName: "sales-agent" }),
      entry("approval.opened", 2, { actionId, agentName: "sales-agent" }),
      entry("approval.approved", 30, { actionId, agentName: "sales-agent", actor: entryActor(mei) }),
      entry("agent.killed", 40, { agentName: "refund-agent", actor: entryActor(mei) }),
      entry("approvals_are.another_noun", 41),
      // Several entries of one moment, as one transaction writes them.
      ...[1, 2, 3, 4, 5].map((n) => entry(`tool.changed_${"x".repeat(n)}`, 50)),
    ),
  );
});

test("the list is newest first, and paging shows every entry once, those of one moment too", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const answer = await listEntries(auditor, ListEntriesInput.parse({ limit: 3, cursor }), noNames);
    if (!answer.ok) throw new Error(answer.refusal.message);
    seen.push(...answer.value.items.map(({ id }) => id));
    cursor = answer.value.nextCursor;
  } while (cursor !== null);
  const whole = await listEntries(auditor, ListEntriesInput.parse({}), noNames);
  expect(whole.ok && whole.value.items.map(({ id }) => id)).toEqual(seen);
  expect(new Set(seen).size).toBe(10);
});

test("filters narrow together: a noun never takes in another noun that begins alike", async () => {
  expect(await kindsOf({ kind: "approval" })).toEqual(["approval.approved", "approval.opened"]);
  expect(await kindsOf({ kind: "approval.opened" })).toEqual(["approval.opened"]);
  expect(await kindsOf({ kind: "approval", who: mei.id })).toEqual(["approval.approved"]);
  expect(await kindsOf({ agent: "refund-agent" })).toEqual(["agent.killed"]);
  expect(await kindsOf({ actionId, who: "system" })).toEqual(["approval.opened", "action.awaiting"]);
  expect(await kindsOf({ from: at(2).toISOString(), to: at(40).toISOString() })).toEqual(["approval.approved", "approval.opened"]);
});

test("a story is the entries of one action in order, from the bytes that are hashed", async () => {
  const story = await readStory(person("viewer"), actionId, noNames);
  expect(story.ok && story.value.items.map(({ kind }) => kind)).toEqual(["action.awaiting", "approval.opened", "approval.approved"]);
  const first = story.ok ? story.value.items[0] : undefined;
  expect(JSON.parse(first?.canonical ?? "{}")).toMatchObject({ id: first?.id, kind: "action.awaiting", data: { minute: 1 } });
  expect(first?.leafHash).toMatch(/^[0-9a-f]{64}$/);
  expect(first?.isSequenced).toBe(false);
});

test("names come from whoever keeps them, for the ids that the entries speak of", async () => {
  const asked: string[] = [];
  const answer = await listEntries(auditor, ListEntriesInput.parse({ who: mei.id }), async (ids) => {
    asked.push(...ids);
    return { [mei.id]: "Mei Lin" };
  });
  expect(asked).toEqual([mei.id]);
  expect(answer.ok && answer.value.names).toEqual({ [mei.id]: "Mei Lin" });
});

test("the record is open to auditors, operators and administrators alone; one action's story to all who are signed in", async () => {
  const input = ListEntriesInput.parse({});
  for (const role of ["auditor", "operator", "admin"] as const) expect((await listEntries(person(role), input, noNames)).ok).toBe(true);
  for (const role of ["viewer", "executive", "approver"] as const) {
    expect(await listEntries(person(role), input, noNames)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    expect(await readEntry(person(role), newId("auditEntry"), noNames)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    expect((await readStory(person(role), actionId, noNames)).ok).toBe(true);
  }
  expect((await readStory(person(), actionId, noNames)).ok).toBe(false);
});

test("an entry is found by its id; a cursor that Reeve did not give out is refused", async () => {
  const page = await listEntries(auditor, ListEntriesInput.parse({ kind: "agent.killed" }), noNames);
  const killed = page.ok ? page.value.items[0] : undefined;
  expect(await readEntry(auditor, killed?.id ?? "", noNames)).toMatchObject({ ok: true, value: { entry: killed } });
  expect(await readEntry(auditor, newId("auditEntry"), noNames)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  const broken = await listEntries(auditor, ListEntriesInput.parse({ cursor: "elsewhere" }), noNames);
  expect(broken).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
});
