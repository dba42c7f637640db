import { expect, test } from "vitest";
import { type Asking, askedBy, type Directory, type Reachable, whoIsTold } from "./recipients";

const one = (id: string, more: Partial<Reachable> = {}): [string, Reachable] => [
  id,
  { id, name: id, isApprover: true, groupIds: [], managerId: null, ...more },
];
const directory: Directory = {
  people: new Map([
    one("ana", { groupIds: ["finance"] }),
    one("tom", { groupIds: ["finance", "sales"] }),
    one("mei", { isApprover: false, groupIds: ["finance"], managerId: "boss" }),
    one("boss", { isApprover: false }),
  ]),
  groupNames: new Map([["finance", "Finance"]]),
  onDuty: new Map([["night", ["tom"]]]),
};
const asking: Asking = { groupIds: ["finance"], personIds: [], onCallIds: [], without: new Set(), ownerId: "mei" };
const ids = (told: readonly { personId: string }[]) => told.map(({ personId }) => personId);

test("a stage asks the active approvers of its groups, less who may not decide", () => {
  expect(askedBy(asking, directory)).toEqual([
    { personId: "ana", because: "you approve for Finance" },
    { personId: "tom", because: "you approve for Finance" },
  ]);
  expect(ids(askedBy({ ...asking, without: new Set(["ana"]) }, directory))).toEqual(["tom"]);
  expect(ids(askedBy({ ...asking, groupIds: [] }, directory))).toEqual(["ana", "tom"]);
  expect(ids(askedBy({ ...asking, groupIds: [], onCallIds: ["night"] }, directory))).toEqual(["tom"]);
});

test("each person is told once, with the first reason; people who have left are not", () => {
  const told = whoIsTold(
    [{ kind: "stage" }, { kind: "onCall", id: "night" }, { kind: "person", id: "gone" }, { kind: "ownerManager" }, { kind: "owner" }],
    asking,
    directory,
  );
  expect(ids(told)).toEqual(["ana", "tom", "boss", "mei"]);
  expect(told[1]?.because).toBe("you approve for Finance");
});

test("a group is told whole, approvers or not", () => {
  expect(ids(whoIsTold([{ kind: "group", id: "finance" }], asking, directory))).toEqual(["ana", "tom", "mei"]);
});

test("an agent without an owner has no manager to tell", () => {
  expect(whoIsTold([{ kind: "owner" }, { kind: "ownerManager" }], { ...asking, ownerId: null }, directory)).toEqual([]);
});
