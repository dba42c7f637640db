import { expect, test } from "vitest";
import type { SavedView } from "@/server/views/schema";
import { currentOf, everythingHref, viewHref } from "./view-address";

const view = (id: string, query: string, isOwn = true): SavedView => ({
  id,
  name: id,
  query,
  isShared: !isOwn,
  isOwn,
  owner: "Ana Ruiz",
  isDefault: false,
  can: { edit: isOwn, remove: isOwn },
});
const views = [view("theirs", "status=error", false), view("mine", "status=error"), view("all", "")];

test("an address that names a view means it, changed or not", () => {
  expect(currentOf(views, "?status=error", "theirs")).toMatchObject({ view: { id: "theirs" }, isChanged: false });
  expect(currentOf(views, "?status=error&agent=x", "theirs")).toMatchObject({ view: { id: "theirs" }, isChanged: true });
});

test("filters without a name mean a view that has just these, one's own first", () => {
  expect(currentOf(views, "?status=error", null).view?.id).toBe("mine");
  expect(currentOf(views, "?status=ok", null).view).toBeNull();
  expect(currentOf(views, "", "all-of-it").view).toBeNull();
  expect(currentOf(views, "?status=error", "gone")).toMatchObject({ view: { id: "mine" } });
});

test("a view's address holds its filters and its name", () => {
  expect(viewHref("/traces", view("svw_1", "agent=x&status=error"))).toBe("/traces?agent=x&status=error&saved=svw_1");
  expect(viewHref("/traces", view("svw_1", ""))).toBe("/traces?saved=svw_1");
  expect(everythingHref("/traces")).toBe("/traces?saved=all");
});
