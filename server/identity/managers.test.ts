import { beforeAll, expect, test } from "vitest";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { changeOrganisation, organisationOfSettings, setSingleOperator } from "./installation";
import { setManager } from "./managers";
import { managerIdOf } from "./service";
import { signInAs } from "./testing";

freshDatabase();

type Person = Awaited<ReturnType<typeof signInAs>>;
let [admin, a, b, c]: Person[] = [];
beforeAll(async () => {
  admin = await signInAs("admin@example.com", ["admin"]);
  [a, b, c] = [await signInAs("a@example.com", ["viewer"]), await signInAs("b@example.com", []), await signInAs("c@example.com", [])];
});

const idOf = (person: Person | undefined) => person?.id ?? "";
const set = (person: Person | undefined, manager: Person | null | undefined, by = admin) =>
  setManager(by as Person, { personId: idOf(person), managerId: manager === null ? null : idOf(manager) });
const entries = (kind: string, subjectId: string) => prisma().auditOutbox.count({ where: { kind, subjectId } });

test("a manager is set by an administrator, once on the record however often it is said", async () => {
  expect(await set(a, b, a)).toMatchObject({ refusal: { code: "forbidden" } });
  expect(await set(a, b)).toMatchObject({ ok: true });
  expect(await set(a, b)).toMatchObject({ ok: true });
  expect(await managerIdOf(idOf(a))).toBe(idOf(b));
  expect(await entries("person.manager_set", idOf(a))).toBe(1);
  expect(await set(a, null)).toMatchObject({ ok: true });
  expect(await managerIdOf(idOf(a))).toBeNull();
  expect(await setManager(admin as Person, { personId: idOf(a), managerId: "per_nobody" })).toMatchObject({
    refusal: { errors: [{ path: "managerId" }] },
  });
});

test("nobody answers to themselves, over any number of people, even when two close the circle at the same moment", async () => {
  expect(await set(a, a)).toMatchObject({ refusal: { code: "invalid_request" } });
  await set(a, b);
  await set(b, c);
  expect(await set(c, a)).toMatchObject({ refusal: { message: expect.stringContaining("c → a → b → c") } });
  await set(b, null);
  const both = await Promise.all([set(b, c), set(c, a)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("the single-operator mode is set by an administrator and stands on the record, each change once", async () => {
  await changeOrganisation(admin as Person, { name: "Example", timeZone: "UTC" });
  expect(await setSingleOperator(a as Person, { isOn: true })).toMatchObject({ refusal: { code: "forbidden" } });
  await Promise.all([1, 2, 3].map(() => setSingleOperator(admin as Person, { isOn: true })));
  expect(await organisationOfSettings(a as Person)).toMatchObject({ isSingleOperator: true, canManage: false });
  await setSingleOperator(admin as Person, { isOn: false });
  expect(await organisationOfSettings(a as Person)).toMatchObject({ isSingleOperator: false });
  const { id } = await prisma().organisation.findFirstOrThrow();
  expect(await entries("organisation.single_operator_set", id)).toBe(2);
});
