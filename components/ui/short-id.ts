const HEAD = 5;
const TAIL = 4;

/** `apr_01j…k3q4`, `sha256:9f2c6…e07b`: the ends of an id or digest. Ids of one moment share their head, so the tail tells them apart. */
export function shortId(id: string): string {
  const separator = Math.max(id.lastIndexOf("_"), id.lastIndexOf(":"));
  const body = id.slice(separator + 1);
  if (body.length <= HEAD + TAIL + 3 || /[^0-9a-z]/i.test(body)) return id;
  return `${id.slice(0, separator + 1)}${body.slice(0, HEAD)}…${body.slice(-TAIL)}`;
}
