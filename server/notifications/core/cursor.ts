/** Where a page of a list ended: the moment and the id of its last row. */
export type Position = { readonly createdAt: Date; readonly id: string };

/** A position as an opaque word for the next page. */
export const encodeCursor = ({ createdAt, id }: Position): string => `${createdAt.getTime().toString(36)}.${id}`;

/** The position that a cursor stands for, or null if we never gave it out. */
export function decodeCursor(cursor: string): Position | null {
  const parts = /^([0-9a-z]{1,9})[.]([a-z]{3}_[0-9a-z]{26})$/.exec(cursor);
  if (parts === null) return null;
  return { createdAt: new Date(Number.parseInt(parts[1] ?? "", 36)), id: parts[2] ?? "" };
}
