import { isId } from "@/server/kernel/ids";

/** Where a page of entries ended: the moment and the id of its last one. */
export type Position = { readonly occurredAt: Date; readonly id: string };

/** A position as an opaque word for the next page. */
export const encodeCursor = ({ occurredAt, id }: Position): string => `${occurredAt.getTime().toString(36)}.${id}`;

/** The position that a cursor stands for, or null if we never gave it out. */
export function decodeCursor(cursor: string): Position | null {
  const [time = "", id = "", ...rest] = cursor.split(".");
  const ms = Number.parseInt(time, 36);
  if (rest.length > 0 || !/^[0-9a-z]{1,9}$/.test(time) || !isId("auditEntry", id)) return null;
  return { occurredAt: new Date(ms), id };
}
