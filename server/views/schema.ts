import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import { MOST_CHARACTERS } from "./core/query";

/** The lists whose filters can be kept under a name. A list that joins them adds its name here. */
export const VIEW_PAGES = ["traces"] as const;
export type ViewPage = (typeof VIEW_PAGES)[number];

const id = z.string().refine((text) => isId("savedView", text), "is not the id of a view");
const name = z.string().trim().min(1, "Give it a name.").max(80, "Keep it under 80 characters.");
const page = z.enum(VIEW_PAGES);
const query = z.string().max(2 * MOST_CHARACTERS);

export const ViewsInput = z.object({ page });
export const ViewIdInput = z.object({ id });
export const SaveViewInput = z.object({ page, name, query, isShared: z.boolean() });
export type SaveViewInput = z.infer<typeof SaveViewInput>;
export const RenameViewInput = z.object({ id, name });
export const ReplaceViewInput = z.object({ id, query });
export const ShareViewInput = z.object({ id, isShared: z.boolean() });
export const DefaultViewInput = z.object({ page, id: id.nullable() });

/** A view as its reader finds it. */
export type SavedView = {
  readonly id: string;
  readonly name: string;
  /** The filters, as they stand in the address. */
  readonly query: string;
  readonly isShared: boolean;
  readonly isOwn: boolean;
  readonly owner: string;
  /** Whether this reader's list opens with it. */
  readonly isDefault: boolean;
  readonly can: { readonly edit: boolean; readonly remove: boolean };
};
