import { expect, test } from "vitest";
import { checkDelegation, type Draft, firstWindow } from "./prepare-delegations";

test("the form begins with now until tomorrow at five", () => {
  const { startsAt, endsAt } = firstWindow(new Date(2026, 10, 30, 9, 30));
  expect([startsAt, endsAt]).toEqual([new Date(2026, 10, 30, 9, 30), new Date(2026, 11, 1, 17)]);
});

test("a draft is sent as it stands, or says by field what is wrong: none of some is not all", () => {
  const draft: Draft = {
    whose: "mine",
    fromId: "per_ana",
    toId: "per_tom",
    start: "2026-11-23T09:00",
    end: "2026-11-24T17:00",
    agents: null,
    tools: ["crm.refund"],
    reason: "",
  };
  expect(checkDelegation(draft)).toMatchObject({ input: { toId: "per_tom", agents: [], tools: ["crm.refund"] }, errors: {} });
  expect(checkDelegation(draft).input?.fromId).toBeUndefined(); // the actor is the session's
  expect(checkDelegation({ ...draft, toId: "", end: "", agents: [] }).errors).toEqual({
    toId: "Choose who stands in.",
    endsAt: "Choose when it ends.",
    agents: "Choose at least one agent, or all of them.",
  });
  expect(checkDelegation({ ...draft, end: "2026-11-23T08:00" }).errors).toEqual({ endsAt: "It must end after it begins." });
  expect(checkDelegation({ ...draft, whose: "other", fromId: "" }).errors).toEqual({ fromId: "Choose who is away." });
});
