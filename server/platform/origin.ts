import { env } from "./env";

/**
 * Whether a request that changes something was sent by a page of this Reeve: its `Origin` is the public address or
 * the very host that was asked. A browser always names the origin of a POST, so a missing one is refused too.
 */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  if (`${protocol}//${host}` === new URL(env().REEVE_URL).origin) return true;
  return (protocol === "http:" || protocol === "https:") && host === request.headers.get("host");
}
