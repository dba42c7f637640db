import { beforeAll, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { pool } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { defaultView, listViews, removeView, renameView, replaceView, restoreView, saveView, setDefaultView, shareView } from "./service";

freshDatabase();

const people: { ana: PersonActor; tom: PersonActor; admin: PersonActor } = {} as never;
beforeAll(async () => {
  people.ana = await signInAs("ana@example.com", ["auditor"]);
  people.tom = await signInAs("tom@example.com", ["viewer"]);
  people.admin = await signInAs("admin@example.com", ["admin"]);
});

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const save = async (actor: PersonActor, name: string, isShared: boolean, query = "status=error") =>
  expectOk(await saveView(actor, { page: "traces", name, query, isShared })).id;
const namesFor = async (actor: PersonActor) => (await listViews(actor, "traces")).map(({ name }) => name);
const kindsOf = async (id: string) =>
  (await pool().query<{ kind: string }>("select kind from audit_outbox where subject_id = $1 order by id", [id])).rows.map(
    ({ kind }) => kind,
  );

test("a view is its owner's alone until it is shared, and only sharing is on the record", async () => {
  const id = await save(people.ana, "Failed", false, "?status=error&agent=x");
  expect(await namesFor(people.ana)).toContain("Failed");
  expect(await namesFor(people.tom)).not.toContain("Failed");
  expect(await kindsOf(id)).toEqual([]);
  expectOk(await shareView(people.ana, { id, isShared: true }));
  const [seen] = (await listViews(people.tom, "traces")).filter((view) => view.id === id);
  expect(seen).toMatchObject({ query: "agent=x&status=error", isOwn: false, isShared: true, can: { edit: false, remove: false } });
  expectOk(await shareView(people.ana, { id, isShared: false }));
  expect(await namesFor(people.tom)).not.toContain("Failed");
  expect(await kindsOf(id)).toEqual(["view.shared", "view.unshared"]);
});

test("only who saved a view changes it; an administrator takes a shared one down, and may undo that", async () => {
  const id = await save(people.ana, "For all", true);
  expect(codeOf(await renameView(people.tom, { id, name: "Mine now" }))).toBe("forbidden");
  expect(codeOf(await replaceView(people.admin, { id, query: "" }))).toBe("forbidden");
  expect(codeOf(await removeView(people.tom, { id }))).toBe("forbidden");
  expectOk(await renameView(people.ana, { id, name: "For everyone" }));
  expectOk(await replaceView(people.ana, { id, query: "status=running" }));
  expectOk(await removeView(people.admin, { id }));
  expect(codeOf(await removeView(people.ana, { id }))).toBe("not_found");
  expect(codeOf(await restoreView(people.tom, { id }))).toBe("not_found");
  expectOk(await restoreView(people.admin, { id }));
  expect(await namesFor(people.tom)).toContain("For everyone");
  expect(await kindsOf(id)).toEqual(["view.shared", "view.renamed", "view.changed", "view.removed", "view.restored"]);
});

test("what is one's own is hidden from others altogether", async () => {
  const id = await save(people.ana, "Private", false);
  for (const answer of [await removeView(people.admin, { id }), await renameView(people.tom, { id, name: "x" })])
    expect(codeOf(answer)).toBe("not_found");
  expect(codeOf(await setDefaultView(people.tom, { page: "traces", id }))).toBe("not_found");
});

test("two views of one person never have the same name, not even saved at once", async () => {
  const twice = await Promise.all([1, 2].map(() => saveView(people.tom, { page: "traces", name: "Twin", query: "", isShared: false })));
  expect(twice.map(codeOf).sort()).toEqual(["conflict", "ok"]);
  await save(people.ana, "Twin", false);
  const removed = await save(people.tom, "Gone", false);
  expectOk(await removeView(people.tom, { id: removed }));
  await save(people.tom, "gone", false);
  expect(codeOf(await restoreView(people.tom, { id: removed }))).toBe("conflict");
});

test("a page opens with the view that one chose, as long as one may see it", async () => {
  const id = await save(people.ana, "Opening", true, "span=week");
  expect(await defaultView(people.tom, "traces")).toBeNull();
  expectOk(await setDefaultView(people.tom, { page: "traces", id }));
  expect(await defaultView(people.tom, "traces")).toEqual({ id, query: "span=week" });
  expect((await listViews(people.tom, "traces")).filter(({ isDefault }) => isDefault).map((view) => view.id)).toEqual([id]);
  expectOk(await shareView(people.ana, { id, isShared: false }));
  expect(await defaultView(people.tom, "traces")).toBeNull();
  expectOk(await setDefaultView(people.tom, { page: "traces", id: null }));
  expectOk(await shareView(people.ana, { id, isShared: true }));
  expect(await defaultView(people.tom, "traces")).toBeNull();
});

test("filters that are too long to keep are refused", async () => {
  const query = `q=${"x".repeat(3_000)}`;
  expect(codeOf(await saveView(people.ana, { page: "traces", name: "Long", query, isShared: false }))).toBe("invalid_request");
});
