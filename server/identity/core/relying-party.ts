/** For whom a passkey signs: the host that it is bound to, and the address that the browser must be at. */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** Why browsers let no passkey work at an address. */
export const NO_PASSKEY_BECAUSE = {
  plain_http: "Reeve is opened by plain http",
  ip_address: "Reeve is opened by an IP address",
} as const;
export type NoPasskeyBecause = keyof typeof NO_PASSKEY_BECAUSE;

/** How people prove at this address that it is them who decide: by a passkey, or by a fresh password where none can work. */
export type StepUpWay =
  | { readonly kind: "passkey"; readonly relyingParty: RelyingParty }
  | { readonly kind: "password"; readonly why: NoPasskeyBecause };

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/; // a URL has every spelling of an address in this form
const isLoopbackName = (host: string): boolean => host === "localhost" || host.endsWith(".localhost");

/** The way at the public address: browsers want a name, and https unless that name is this very machine. */
export function stepUpWayAt(publicUrl: string): StepUpWay {
  const { protocol, hostname, origin } = new URL(publicUrl);
  if (IPV4.test(hostname) || hostname.startsWith("[")) return { kind: "password", why: "ip_address" };
  if (protocol !== "https:" && !isLoopbackName(hostname)) return { kind: "password", why: "plain_http" };
  return { kind: "passkey", relyingParty: { id: hostname, origin } };
}
