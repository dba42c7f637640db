import { beforeAll, expect, test } from "vitest";
import { listReviews } from "@/server/approvals/reviews";
import { putAgent, readAgent } from "@/server/fleet/agents";
import { lapseRestores, restoresByIds, withdrawRestore } from "@/server/fleet/reinstatements";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import { type PersonActor, systemActor } from "@/server/platform/actor";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { killAgent } from "./kill";
import { askRestore, confirmRestore } from "./restores";
import { retireAgent } from "./retire";

freshDatabase();

let mei: PersonActor;
let lea: PersonActor;
let owner: PersonActor;
let viewer: PersonActor;
beforeAll(async () => {
  mei = await signInAs("Mei@reeve.demo", ["operator"]);
  lea = await signInAs("Lea@reeve.demo", ["operator"]);
  owner = await signInAs("owner@reeve.demo", ["viewer"]);
  viewer = await signInAs("viewer@reeve.demo", ["viewer"]);
});

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const kindsOf = async (subjectId: string) =>
  (await prisma().auditOutbox.findMany({ where: { subjectId }, orderBy: { id: "asc" } })).map(({ kind }) => kind);
let count = 0;
const stopped = async () => {
  const name = `stopped-${++count}`;
  const { id } = expectOk(await putAgent(systemActor, name, { state: "live", owner: owner.email }));
  expectOk(await killAgent(mei, name, "It offers 50 %."));
  return { name, agentId: id };
};
const stateOf = async (name: string, actor = viewer) => expectOk(await readAgent(actor, name));

test("stopping takes one person, starting again two: who asked cannot agree, another operator can", async () => {
  const { name, agentId } = await stopped();
  const { id, restored } = expectOk(await askRestore(mei, name, "The query was narrowed."));
  expect(restored).toBeNull();
  expect(await stateOf(name, mei)).toMatchObject({
    state: "suspended",
    restore: { id, by: { name: "Mei" }, reason: "The query was narrowed." },
    can: { askRestore: false, confirmRestore: false, withdrawRestore: true },
  });
  expect(codeOf(await confirmRestore(mei, { name, id }))).toBe("self_approval");
  expect(codeOf(await confirmRestore(viewer, { name, id }))).toBe("forbidden");
  expect(codeOf(await askRestore(lea, name, "Me too."))).toBe("conflict");
  expect((await stateOf(name, lea)).can.confirmRestore).toBe(true);
  expect(expectOk(await confirmRestore(lea, { name, id }))).toMatchObject({ agent: name, state: "live" });
  expect(await stateOf(name)).toMatchObject({ state: "live", restore: null, stateBy: "Lea", stateReason: "The query was narrowed." });
  expect(await kindsOf(agentId)).toEqual(["agent.registered", "agent.killed", "agent.restore_asked", "agent.restored"]);
});

test("the agent's owner may agree, whatever their role, and may not ask", async () => {
  const { name } = await stopped();
  expect(codeOf(await askRestore(owner, name, "I want it back."))).toBe("forbidden");
  const { id } = expectOk(await askRestore(mei, name, "Fixed."));
  expect(codeOf(await confirmRestore(owner, { name, id }))).toBe("ok");
});

test("ten who agree at once restore it once", async () => {
  const { name, agentId } = await stopped();
  const { id } = expectOk(await askRestore(mei, name, "Fixed."));
  const codes = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => codeOf(await confirmRestore(n % 2 ? lea : owner, { name, id }))),
  );
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  expect((await kindsOf(agentId)).filter((kind) => kind === "agent.restored")).toHaveLength(1);
});

test("ten who ask at once leave one question", async () => {
  const { name } = await stopped();
  const codes = await Promise.all(Array.from({ length: 10 }, async (_, n) => codeOf(await askRestore(n % 2 ? lea : mei, name, "Fixed."))));
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
});

test("a kill after the question voids it, and a kill racing the agreement wins or comes after it", async () => {
  const { name, agentId } = await stopped();
  const { id } = expectOk(await askRestore(mei, name, "Fixed."));
  expect(codeOf(await killAgent(viewer, name, "No."))).toBe("forbidden");
  expect((await stateOf(name)).restore?.id).toBe(id);
  expectOk(await killAgent(lea, name, "Not yet."));
  expect(codeOf(await confirmRestore(lea, { name, id }))).toBe("conflict");
  expect(await kindsOf(agentId)).toContain("agent.restore_voided");
  expect(codeOf(await killAgent(lea, name, "Again."))).toBe("conflict"); // it is stopped, and nobody wants it back

  for (let round = 0; round < 5; round++) {
    const next = expectOk(await askRestore(mei, name, "Fixed."));
    await Promise.all([confirmRestore(lea, { name, id: next.id }), killAgent(mei, name, "Race.")]);
    expect(await stateOf(name)).toMatchObject({ state: "suspended", restore: null });
    expect(codeOf(await confirmRestore(lea, { name, id: next.id }))).toBe("conflict");
  }
});

test("either may take it back, nobody else; a retired agent is asked about no more", async () => {
  const [{ name }, other] = [await stopped(), await stopped()];
  const { id } = expectOk(await askRestore(mei, name, "Fixed."));
  expect(codeOf(await withdrawRestore(viewer, { name, id }))).toBe("forbidden");
  expect(codeOf(await withdrawRestore(lea, { name: other.name, id }))).toBe("conflict");
  expect(codeOf(await withdrawRestore(lea, { name, id }))).toBe("ok");
  expect(codeOf(await confirmRestore(lea, { name, id }))).toBe("conflict");
  const again = expectOk(await askRestore(mei, name, "Fixed after all."));
  expectOk(await retireAgent(mei, name));
  expect(codeOf(await confirmRestore(lea, { name, id: again.id }))).toBe("conflict");
});

test("after 24 hours it has lapsed, before the clock has said so and after", async () => {
  const { name, agentId } = await stopped();
  const { id } = expectOk(await askRestore(mei, name, "Fixed."));
  await pool().query("update restore_request set lapses_at = now() - interval '1 second' where id = $1", [id]);
  expect((await stateOf(name)).restore).toBeNull();
  expect(codeOf(await confirmRestore(lea, { name, id }))).toBe("conflict");
  await Promise.all([lapseRestores(new Date()), lapseRestores(new Date())]);
  expect((await kindsOf(agentId)).filter((kind) => kind === "agent.restore_lapsed")).toHaveLength(1);
  expect(codeOf(await askRestore(lea, name, "Once more."))).toBe("ok");
});

test("in the single-operator mode one person suffices, and it goes on the list", async () => {
  await pool().query(
    "insert into organisation (id, name, time_zone, is_demo, is_single_operator, created_at) values ('org_1', 'Solo', 'UTC', false, true, now())",
  );
  const { name } = await stopped();
  expect(expectOk(await askRestore(mei, name, "Fixed."))).toMatchObject({ restored: { agent: name, state: "live" } });
  const [entry] = expectOk(await listReviews(lea));
  expect(entry).toMatchObject({ what: "restore", by: { name: "Mei" }, subjectType: "restore" });
  expect(await restoresByIds([entry?.subjectId ?? ""])).toMatchObject([{ agentName: name, reason: "Fixed." }]);
});
