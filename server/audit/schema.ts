import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import type { EntryActor, EntryValue } from "./core/entry";

const text = z.string().trim().min(1).max(200);

/** What narrows the list of entries. All of it together: an entry must fit every part that is given. */
export const EntryFilter = z.object({
  /** `approval` for every kind of that noun, `approval.decided` for one kind. */
  kind: z
    .string()
    .regex(/^[a-z_]+(?:\.[a-z_]+)?$/, "is a noun, or a noun and a verb")
    .max(100)
    .optional(),
  /** Id of a person or key, or `system` for Reeve itself. */
  who: text.optional(),
  agent: text.optional(),
  actionId: z
    .string()
    .refine((id) => isId("action", id), "is not the id of an action")
    .optional(),
  /** When it happened: `from` inclusive, `to` exclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type EntryFilter = z.infer<typeof EntryFilter>;

export const ListEntriesInput = EntryFilter.extend({
  cursor: z.string().max(200).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListEntriesInput = z.infer<typeof ListEntriesInput>;

export const StoryInput = z.object({ actionId: z.string().refine((id) => isId("action", id), "is not the id of an action") });
export const EntryInput = z.object({ id: z.string().refine((id) => isId("auditEntry", id), "is not the id of an entry") });

/** One entry of the record as people read it. Ids stay ids: the names of now come beside the entries. */
export type AuditEntry = {
  readonly id: string;
  readonly kind: string;
  readonly actor: EntryActor;
  readonly subject: { readonly type: string; readonly id: string };
  readonly actionId: string | null;
  readonly agentName: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: { readonly [key: string]: EntryValue };
  /** The exact canonical bytes, as text. */
  readonly canonical: string;
  /** SHA-256 over a zero byte and those bytes: the entry's leaf in the log, in hex. */
  readonly leafHash: string;
  /** Whether the log has given it its number yet; until then its place is not proved. */
  readonly isSequenced: boolean;
};

/** Names as they are now, by id, of the people, keys, groups, tools and teams that entries speak of. */
export type Names = { readonly [id: string]: string };

export type EntryPage = { readonly items: readonly AuditEntry[]; readonly names: Names; readonly nextCursor: string | null };
export type OneEntry = { readonly entry: AuditEntry; readonly names: Names };
export type Story = { readonly items: readonly AuditEntry[]; readonly names: Names };
