import { expect, test } from "vitest";
import { decide } from "@/server/approvals/decisions";
import { delegate, endDelegation } from "@/server/approvals/delegations";
import { escalateDue } from "@/server/approvals/escalations";
import { withdrawRestore } from "@/server/fleet/reinstatements";
import { askExtension, confirmExtension, revokeGrant } from "@/server/grants/keeping";
import { listGrants } from "@/server/grants/ledger";
import { ListGrantsInput } from "@/server/grants/schema";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { killAgent } from "./kill";
import { askRestore } from "./restores";
import { ana, ask, discount, expectOk, gateWorld, lea, mei, restore } from "./testing";

gateWorld();

const HOUR = 3_600_000;
/** What a person was told of a kind, the newest last: the title, why, and what came of it. */
const toldOf = async (personId: string, kind: string) =>
  (
    await prisma().inboxItem.findMany({ where: { personId, notice: { kind } }, include: { notice: true }, orderBy: { createdAt: "asc" } })
  ).map(({ because, notice: { title, settledWords } }) => ({ title, because, settledWords }));

test("a kill tells the other operators at once; a wish to restore asks them, and says what came of it", async () => {
  expectOk(await killAgent(mei, "sales-agent", "It went astray."));
  expect(await toldOf(lea.id, "agent.killed")).toEqual([
    { title: "sales-agent was killed by mei", because: "you are an operator", settledWords: null },
  ]);
  expect(await toldOf(mei.id, "agent.killed")).toEqual([]);

  const first = expectOk(await askRestore(mei, "sales-agent", "Fixed."));
  expectOk(await withdrawRestore(lea, { name: "sales-agent", id: first.id }));
  await restore("sales-agent");
  expect((await toldOf(lea.id, "agent.restore_asked")).map(({ settledWords }) => settledWords)).toEqual([
    "Withdrawn by lea",
    "Agreed to by lea",
  ]);
  expect(await toldOf(mei.id, "agent.restore_asked")).toEqual([]);
  expect(await toldOf(mei.id, "agent.restored")).toHaveLength(1);
});

test("a standing grant tells the operators that it began, asks them for a later end, and tells its giver that it ended", async () => {
  const asked = await ask(discount());
  const bounds = { isThisRun: false, endsAt: new Date(Date.now() + HOUR).toISOString(), reason: "They ask this all week." };
  expectOk(
    await decide(ana, { id: asked.approval?.id ?? "", verdict: "approve", reason: "", grant: { scope: { kind: "tool" }, ...bounds } }),
  );
  const [grant] = expectOk(await listGrants(ana, ListGrantsInput.parse({ show: "live" }))).items;
  const id = grant?.id ?? "";
  expect(await toldOf(lea.id, "grant.created")).toHaveLength(1);

  const until = new Date(Date.now() + 30 * HOUR).toISOString();
  expectOk(await askExtension(mei, { id, until, reason: "Another day." }));
  expect(await toldOf(mei.id, "grant.extension_asked")).toEqual([]);
  expectOk(await confirmExtension(lea, { id, until }));
  expect(await toldOf(lea.id, "grant.extension_asked")).toMatchObject([{ settledWords: "Extended by lea" }]);
  expect(await toldOf(mei.id, "grant.extended")).toMatchObject([{ because: "you asked for it" }]);

  expectOk(await revokeGrant(mei, { id, reason: "No more." }));
  expect(await toldOf(ana.id, "grant.ended")).toMatchObject([
    { title: "A standing grant ended: sales-agent", because: "you gave the grant" },
  ]);
});

test("how a request ended is told to the agent's owner and to who was asked and chose to hear it, and not to who decided", async () => {
  await prisma().agent.update({ where: { name: "sales-agent" }, data: { ownerId: lea.id } });
  const tom = newId("person");
  const moments = { createdAt: new Date(), updatedAt: new Date() };
  await prisma().person.create({ data: { id: tom, name: "tom", email: "tom@reeve.demo", roles: ["approver"], ...moments } });
  const asked = await ask(discount({ args: { account: "ended", percent: 50 } }));
  const id = asked.approval?.id ?? "";
  await escalateDue(new Date());
  const chosen = { personId: tom, kind: "approval.decided", channel: "email", isOn: true };
  await prisma().notificationChoice.create({ data: chosen });
  expectOk(await decide(ana, { id, verdict: "reject", reason: "Too much." }));
  const [told] = await prisma().notice.findMany({ where: { kind: "approval.decided", subjectId: id }, include: { inboxItems: true } });
  expect(told).toMatchObject({
    body: "Rejected by ana: sales-agent asked to run crm.apply_discount.",
    groupKey: "approval.decided:sales-agent",
  });
  expect(told?.inboxItems.map(({ personId }) => personId)).not.toContain(ana.id);
  expect(told?.inboxItems).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ personId: lea.id, because: "you own the agent" }),
      expect.objectContaining({ personId: tom, because: "you were asked, and chose to hear how it ends" }),
    ]),
  );
  expect(told?.settledWords).toBeNull();
});

test("whoever is to decide in another's place is told, and that it is over", async () => {
  const ben = await prisma().person.create({
    data: {
      ...{ id: `${ana.id.slice(0, -1)}0`, name: "ben", email: "ben@reeve.demo", roles: ["approver"] },
      ...{ createdAt: new Date(), updatedAt: new Date() },
    },
  });
  const [startsAt, endsAt] = [0, HOUR].map((ms) => new Date(Date.now() + ms).toISOString());
  const window = { startsAt: startsAt ?? "", endsAt: endsAt ?? "", agents: [], tools: [], reason: "" };
  const { id } = expectOk(await delegate(ana, { toId: ben.id, ...window }));
  expect(await toldOf(ben.id, "approval.delegated")).toMatchObject([{ title: "ben decides for ana", because: "ana delegates to you" }]);
  expectOk(await endDelegation(ana, { id }));
  expect(await toldOf(ben.id, "approval.delegated")).toMatchObject([{ settledWords: "Ended by ana" }]);
});
