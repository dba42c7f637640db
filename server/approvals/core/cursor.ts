type Sort = "urgency" | "newest";
type Position = { readonly at: Date; readonly id: string };

/** Where a page ended, opaque to whoever hands it back. */
export const encodeCursor = (sort: Sort, position: Position): string =>
  btoa(`${sort[0]} ${position.at.getTime()} ${position.id}`).replace(/=+$/, "");

/** The position of a cursor; undefined when it is none, or one of another order. */
export function decodeCursor(cursor: string, sort: Sort): Position | undefined {
  if (!/^[A-Za-z0-9+/]+$/.test(cursor) || cursor.length % 4 === 1) return undefined;
  const match = /^([un]) (-?\d{1,16}) ([a-z]+_[0-9a-z]{26})$/.exec(atob(cursor));
  const at = new Date(Number(match?.[2]));
  const id = match?.[3];
  return id === undefined || match?.[1] !== sort[0] || Number.isNaN(at.getTime()) ? undefined : { at, id };
}
