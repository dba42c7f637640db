import { lookup as resolveName } from "node:dns/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP } from "node:net";
import { env } from "./env";

/** Why a request was not made or not answered, in words for whoever keeps the address. */
export class OutgoingRefused extends Error {}

const TIMEOUT_MS = 10_000;
/** So much of an answer is read, and no more. */
const MAX_ANSWER_BYTES = 16 * 1024;

const blockOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return list;
};

/** Addresses that are nobody's on the Internet (RFC 6890 and what came after it). */
const NOT_PUBLIC = blockOf([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"],
  ...["192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  ...[
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
  ],
  "ff00::/8",
]);
/** Where clouds tell a machine its own secrets. No list opens these. */
const NEVER = blockOf(["169.254.0.0/16", "fe80::/10", "fd00:ec2::/32", "0.0.0.0/8"]);
const LOOPBACK = blockOf(["127.0.0.0/8", "::1/128"]);

const MAPPED = /^::ffff:(?:0:)?(\d{1,3}(?:\.\d{1,3}){3})$/i;
/** An IPv4 address in IPv6 dress is judged as what it is. */
const undress = (address: string): string => {
  const bare = address.replace(/^\[|\]$/g, "").split("%", 1)[0] ?? "";
  if (isIP(bare) !== 6) return bare;
  const spelled = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const dotted = MAPPED.exec(bare)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(spelled);
  if (hex === null) return spelled;
  const [high, low] = [Number.parseInt(hex[1] ?? "0", 16), Number.parseInt(hex[2] ?? "0", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
};
const lies = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

export type OutgoingRules = {
  /** Hosts and networks that the operator lists: they may be private, and spoken to without TLS. */
  readonly listed: readonly string[];
  /** Loopback may be listed where nobody but its user can reach this Reeve. */
  readonly mayListLoopback: boolean;
};

/** What the environment says: `REEVE_WEBHOOK_HOSTS`; loopback counts in it for a demo or in development alone. */
export const outgoingRules = (isDemo: boolean): OutgoingRules => ({
  listed: env().REEVE_WEBHOOK_HOSTS,
  mayListLoopback: isDemo || env().NODE_ENV !== "production",
});

const isListed = (host: string, address: string, { listed }: OutgoingRules): boolean =>
  listed.some((item) => {
    const [base = ""] = item.split("/");
    return isIP(base) === 0 ? item.toLowerCase() === host : lies(blockOf([item]), address);
  });

/** Whether a request to this address may be made, or in words why not. */
export function whyNotReach(url: URL, address: string, rules: OutgoingRules): string | null {
  const plain = undress(address);
  if (isIP(plain) === 0) return "its name leads nowhere";
  const listed = isListed(url.hostname.toLowerCase(), plain, rules);
  if (lies(LOOPBACK, plain)) return listed && rules.mayListLoopback ? null : "it leads to this machine itself";
  if (lies(NEVER, plain)) return "it leads to a link-local address";
  if (listed) return null;
  if (lies(NOT_PUBLIC, plain)) return "it leads to a private address that the operator has not listed in REEVE_WEBHOOK_HOSTS";
  return url.protocol === "https:" ? null : "only https is spoken outside of the hosts in REEVE_WEBHOOK_HOSTS";
}

async function addressesOf(host: string): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return [bare];
  try {
    return (await resolveName(bare, { all: true })).map(({ address }) => address);
  } catch {
    throw new OutgoingRefused("The host's name could not be resolved.");
  }
}

export type OutgoingAnswer = { readonly status: number; readonly retryAfterSeconds: number | undefined; readonly body: string };

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MAX_ANSWER_BYTES) break; // leaving the loop ends the connection
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
}

/**
 * Posts to an address that someone else chose. The name is resolved once and that very address is used; one that is not
 * public is refused unless the operator lists it. Redirects are answers, not followed; ten seconds is all it may take.
 */
export async function postOutside(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  rules: OutgoingRules,
): Promise<OutgoingAnswer> {
  const url = new URL(target);
  const addresses = await addressesOf(url.hostname);
  const [address] = addresses;
  // All of them: a name with one public and one private address is not to be trusted with either.
  for (const each of addresses) {
    const why = whyNotReach(url, each, rules);
    if (why !== null) throw new OutgoingRefused(`Not called: ${why}.`);
  }
  if (address === undefined) throw new OutgoingRefused("The host's name leads nowhere.");
  const family = isIP(address);
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise<OutgoingAnswer>((resolve, reject) => {
    const request = send(url, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" },
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      lookup: (_host, options, callback) => (options.all ? callback(null, [{ address, family }]) : callback(null, address, family)),
    });
    const fail = (error: Error & { code?: string }) =>
      reject(
        new OutgoingRefused(
          error.name === "AbortError" || error.name === "TimeoutError"
            ? "No answer within 10 seconds."
            : `No answer: ${error.code ?? error.message}.`,
        ),
      );
    request.once("error", fail);
    request.once("response", (response) => {
      const after = Number(response.headers["retry-after"]);
      read(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, retryAfterSeconds: Number.isFinite(after) ? after : undefined, body: text }),
        fail,
      );
    });
    request.end(body);
  });
}
