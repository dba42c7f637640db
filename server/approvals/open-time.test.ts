import { describe, expect, test } from "vitest";
import { systemActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { createCalendar } from "@/server/schedules/calendars";
import { createOnCall } from "@/server/schedules/on-calls";
import { CalendarInput, OnCallInput } from "@/server/schedules/schema";
import { decide } from "./decisions";
import { planRequest } from "./plan";
import { freezeForAgent, thawForAgent } from "./service";
import { ask, person, read } from "./testing/fixtures";

freshDatabase();

const MINUTE_MS = 60_000;
const nineToFive = [{ from: "09:00", to: "17:00" }];
const never: { from: string; to: string }[] = [];
const week = { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive, sat: never, sun: never };
const given = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

const calendarOf = async (name: string) => {
  const input = CalendarInput.parse({ name, zone: "Europe/Berlin", hours: week, holidays: null, dates: [] });
  return given(await createCalendar(systemActor, input)).id;
};
const plan = (calendarId: string | null) => ({
  stages: [{ name: "Approval", groups: [], people: [], onCall: [], asksManager: false, quorum: 1, dueMinutes: null }],
  dueMinutes: 120,
  expiryMinutes: 600,
  calendarId,
  chainId: null,
});
// A Friday: Berlin closes at 16:00 UTC.
const friday = new Date("2026-11-20T15:00:00Z");
const momentsOf = async (id: string) =>
  (
    await read<{ due_at: Date; expires_at: Date; urgency_at: Date }>(
      "select due_at, expires_at, urgency_at from approval where id = $1",
      id,
    )
  )[0];

describe("deadlines on a business calendar", () => {
  test("only open hours pass; without a calendar every minute counts", async () => {
    const calendarId = await calendarOf("Office");
    const about = { riskTier: "low", ownerId: null } as const;
    const open = given(await planRequest(plan(calendarId), about, friday));
    expect(open).toMatchObject({ dueAt: new Date("2026-11-23T09:00:00Z"), expiresAt: new Date("2026-11-24T09:00:00Z"), calendarId });
    const plain = given(await planRequest(plan(null), about, friday));
    expect(plain.dueAt).toEqual(new Date(friday.getTime() + 120 * MINUTE_MS));
  });

  test("the next stage is due by open hours of the request's calendar", async () => {
    const calendarId = await calendarOf("Second stage");
    const stage = { name: "One", groupIds: [], personIds: [], onCallIds: [], quorum: 1, dueMinutes: 60 };
    const stages = [stage, { ...stage, name: "Two", dueMinutes: 120 }] as const;
    const request = await ask({ stages, calendarId, expiresAt: new Date("2026-12-24T12:00:00Z") }, friday);
    const approver = await person("Nia", ["approver"]);
    const at = new Date("2026-11-20T15:30:00Z");
    given(await happeningAt(at, () => decide(approver, { id: request.id, verdict: "approve", reason: "" })));
    expect(await momentsOf(request.id)).toMatchObject({ due_at: new Date("2026-11-23T09:30:00Z") });
  });

  test("a thaw gives back the open time that was frozen, and no more", async () => {
    const calendarId = await calendarOf("Frozen");
    const moments = { dueAt: new Date("2026-11-23T09:00:00Z"), expiresAt: new Date("2026-11-24T09:00:00Z") };
    const request = await ask({ agentName: "frozen-agent", calendarId, ...moments }, friday);
    const before = await momentsOf(request.id);
    const until = new Date("2026-11-23T08:30:00Z");
    await inTransaction((tx) => freezeForAgent(tx, systemActor, "frozen-agent", friday));
    await inTransaction((tx) => thawForAgent(tx, systemActor, "frozen-agent", until));
    // One open hour on Friday and half an hour on Monday.
    const after = await momentsOf(request.id);
    expect(after).toMatchObject({ due_at: new Date("2026-11-23T10:30:00Z"), expires_at: new Date("2026-11-24T10:30:00Z") });
    expect(after && before && after.urgency_at.getTime() - before.urgency_at.getTime()).toBe(90 * MINUTE_MS);
  });
});

test("whoever is on call at the moment decides what is put to the schedule, others do not", async () => {
  const [ana, tom] = [await person("Ana", ["approver"]), await person("Tom", ["approver"])];
  const layer = {
    name: "First",
    people: [ana.id, tom.id],
    rotation: "weekly",
    handover: { weekday: "mon", time: "09:00" },
    startsOn: "2026-11-16",
    restriction: null,
  };
  const { id } = given(await createOnCall(systemActor, OnCallInput.parse({ name: "Finance", zone: "UTC", layers: [layer] })));
  const stage = { name: "On call", groupIds: [], personIds: [], onCallIds: [id], quorum: 1, dueMinutes: 60 };
  const request = await ask({ stages: [stage] }, friday);
  const by = (who: typeof ana) =>
    happeningAt(new Date(friday.getTime() + MINUTE_MS), () => decide(who, { id: request.id, verdict: "approve", reason: "" }));
  expect(await by(tom)).toMatchObject({ ok: false, refusal: { message: "This one is not put to you." } });
  expect(await by(ana)).toMatchObject({ ok: true, value: { state: "approved" } });
});
