import { type IdKind, isId } from "./ids";
import { ok, type Result, refuse } from "./result";

/** Where a page of a list ended: the moment and the id of its last row. */
export type Position = { readonly at: Date; readonly id: string };

/** A position as an opaque word for whoever asks for the next page; it leads on in this order alone. */
export const encodeCursor = ({ at, id }: Position, order = "newest"): string => `${order}.${at.getTime().toString(36)}.${id}`;

/** The position that a cursor stands for; null if we never gave it out for rows of this kind in this order. */
export function decodeCursor(cursor: string, kind: IdKind, order = "newest"): Position | null {
  const [ofOrder, ms = "", id = "", ...rest] = cursor.split(".");
  if (ofOrder !== order || rest.length > 0 || !/^-?[0-9a-z]{1,11}$/.test(ms) || !isId(kind, id)) return null;
  const at = new Date(Number.parseInt(ms, 36));
  return Number.isNaN(at.getTime()) ? null : { at, id };
}

/** The cursor after a page of `limit` rows that was asked for with one row more; null when there is no more. */
export function cursorAfter<R>(rows: readonly R[], limit: number, positionOf: (row: R) => Position, order?: string): string | null {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? encodeCursor(positionOf(last), order) : null;
}

/** Where the asked page begins: null at the top, a refusal for a cursor that this list did not give. */
export function readCursor(cursor: string | null | undefined, kind: IdKind, order?: string): Result<Position | null> {
  if (!cursor) return ok(null);
  const position = decodeCursor(cursor, kind, order);
  if (position !== null) return ok(position);
  return refuse("invalid_request", "This page of the list cannot be found: start from the top.", {
    errors: [{ path: "cursor", message: "is not one that a list gave" }],
  });
}
