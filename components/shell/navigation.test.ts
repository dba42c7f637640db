import { expect, test } from "vitest";
import { ROLES } from "@/server/kernel/roles";
import { barFor, describeRoles, homeOf, isWithin, placesFor, SECTIONS, sectionsFor } from "./navigation";

const labels = (roles: Parameters<typeof sectionsFor>[0]) => sectionsFor(roles).map((section) => section.label);

test("everyone who is signed in finds queue, agents and policies", () => {
  for (const role of ROLES) expect(labels([role])).toEqual(expect.arrayContaining(["Queue", "Agents", "Policies"]));
});

test("the record is for those who answer for it, settings for those who keep or check them or whose hours stand there", () => {
  expect(ROLES.filter((role) => labels([role]).includes("Audit"))).toEqual(["operator", "auditor", "admin"]);
  expect(ROLES.filter((role) => labels([role]).includes("Settings"))).toEqual(["approver", "operator", "auditor", "admin"]);
});

test("a phone's bar has four at the most and loses none", () => {
  for (const role of ROLES) {
    const { bar, more } = barFor([role]);
    expect(bar.length).toBeLessThanOrEqual(4);
    expect([...bar, ...more]).toEqual(sectionsFor([role]));
  }
});

test("the start page is the one of the role, and lies in the menu", () => {
  expect(homeOf(["approver"])).toBe("/queue");
  expect(homeOf(["operator"])).toBe("/queue");
  expect(homeOf(["auditor"])).toBe("/audit");
  expect(homeOf(["admin"])).toBe("/settings/people");
  expect(homeOf(["executive"])).toBe("/overview");
  expect(homeOf(["viewer"])).toBe("/overview");
  expect(homeOf(["executive", "approver"])).toBe("/queue");
  for (const role of ROLES) expect(sectionsFor([role]).some((section) => isWithin(section, homeOf([role])))).toBe(true);
});

test("a section holds its own pages and no other's", () => {
  const settings = SECTIONS.find((section) => section.id === "settings");
  const queue = SECTIONS.find((section) => section.id === "queue");
  if (!settings || !queue) throw new Error("sections are missing");
  expect(isWithin(settings, "/settings/keys")).toBe(true);
  expect(isWithin(queue, "/queue/apr_1")).toBe(true);
  expect(isWithin(queue, "/queues")).toBe(false);
});

test("several roles read as one phrase", () => {
  expect(describeRoles(["approver"])).toBe("Approver");
  expect(describeRoles(["operator", "auditor", "admin"])).toBe("Operator, auditor and administrator");
  expect(describeRoles([])).toBe("No role");
});

test("every place is found by its name or another word for it, and settings of keepers only by keepers", () => {
  const found = (text: string, ...roles: Parameters<typeof sectionsFor>[0]) => placesFor(roles, text).map(({ href }) => href);
  expect(found("holidays", "approver")).toEqual(["/settings/calendars"]);
  expect(found("rota", "viewer")).toEqual(["/settings/on-call"]);
  expect(found("ESCALATION", "operator")).toEqual(["/settings/escalation"]);
  expect(found("out of", "approver")).toEqual(["/settings/account/out-of-office"]);
  expect(found("deliveries", "approver")).toEqual([]);
  expect(found("deliveries", "auditor")).toEqual(["/settings/notifications/deliveries"]);
  expect(found("", "approver")).not.toContain("/settings/calendars");
});
