import { parseAsString } from "nuqs/server";
import { plainQuery, VIEW_FIELD } from "@/server/views/core/query";
import type { SavedView } from "@/server/views/schema";

/** Which view is open stands in the address beside its filters: they may be narrowed further and still be that view, changed. */
export const VIEW_PARAMS = { [VIEW_FIELD]: parseAsString };

/** Says in the address that no view is wanted, not even the one that the list opens with. */
export const NO_VIEW = "all";

/** Where a list is read with these filters. */
export const viewHref = (base: string, { id, query }: Pick<SavedView, "id" | "query">): string =>
  `${base}?${query === "" ? "" : `${query}&`}${VIEW_FIELD}=${id}`;

/** Where a list is read with everything in it. */
export const everythingHref = (base: string): string => `${base}?${VIEW_FIELD}=${NO_VIEW}`;

export type Current = { readonly view: SavedView | null; readonly isChanged: boolean };

/** The view that an address means: the one it names, else one with just these filters, one's own first. */
export function currentOf(views: readonly SavedView[], query: string, saved: string | null): Current {
  const plain = plainQuery(query) ?? query;
  const named = views.find(({ id }) => id === saved);
  if (named !== undefined) return { view: named, isChanged: named.query !== plain };
  const same = plain === "" ? [] : views.filter((view) => view.query === plain);
  return { view: same.find(({ isOwn }) => isOwn) ?? same[0] ?? null, isChanged: false };
}
