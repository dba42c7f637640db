import { expect, test } from "vitest";
import { matchingPeople, type Person, peopleSentence } from "./prepare-people";

const person = (more: Partial<Person>): Person => ({
  id: "per_1",
  name: "Ana Ruiz",
  email: "ana@example.com",
  title: null,
  roles: ["approver"],
  groups: [],
  managerId: null,
  status: "active",
  lastSignInAt: null,
  isYou: false,
  ...more,
});

test("the sentence counts who can sign in, and names the others only when there are any", () => {
  expect(peopleSentence([person({})])).toBe("1 person can sign in.");
  expect(peopleSentence([person({}), person({}), person({ status: "invited" }), person({ status: "deactivated" })])).toBe(
    "2 people can sign in, 1 has not used the invitation yet, 1 is deactivated.",
  );
});

test("a search looks at names, addresses, roles and groups, and wants every word", () => {
  const people = [
    person({}),
    person({ id: "per_2", name: "Tom Okafor", email: "tom@example.com", groups: [{ id: "grp_1", name: "Sales" }] }),
  ];
  expect(matchingPeople(people, " ")).toHaveLength(2);
  expect(matchingPeople(people, "approver")).toHaveLength(2);
  expect(matchingPeople(people, "sales tom").map((found) => found.id)).toEqual(["per_2"]);
  expect(matchingPeople(people, "sales ana")).toEqual([]);
});
