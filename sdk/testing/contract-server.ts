import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly authorization: string | null;
  readonly body: Record<string, unknown>;
};

/** An answer: a status and JSON; `drop` takes the request in and closes the connection without a word. */
export type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly json?: unknown } | "drop";
export type Respond = (seen: Seen, nth: number) => Reply | Promise<Reply>;

export type ContractServer = { readonly url: string; readonly seen: readonly Seen[]; readonly close: () => Promise<void> };

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function see(request: IncomingMessage): Promise<Seen> {
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    key: (request.headers["idempotency-key"] as string | undefined) ?? null,
    authorization: request.headers.authorization ?? null,
    body: await readBody(request),
  };
}

type Verb = "propose" | "get" | "consume" | "renew" | "receipt" | "cancel";

function verbOf({ method, path }: Seen): Verb {
  if (method === "GET") return "get";
  const last = path.split("/").at(-1);
  return last === "actions" ? "propose" : (last as Verb);
}

/**
 * The other side of the wire: an HTTP server that answers each verb of the contract as the test says, and remembers
 * what it was asked. `nth` counts the requests of one verb from 0.
 */
export async function contractServer(routes: Partial<Record<Verb, Respond>>): Promise<ContractServer> {
  const seen: Seen[] = [];
  const counts = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const entry = await see(request);
    seen.push(entry);
    const verb = verbOf(entry);
    const nth = counts.get(verb) ?? 0;
    counts.set(verb, nth + 1);
    const reply = (await routes[verb]?.(entry, nth)) ?? problem(404, "not_found", "Not found.");
    if (reply === "drop") return request.socket.destroy();
    const { status = 200, headers = {}, json = {} } = reply;
    return response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(json));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

export const problem = (status: number, code: string, detail: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "application/problem+json", ...headers },
  json: { type: "about:blank", title: code, status, code, detail },
});

/** An action as the gate answers it. */
export const action = (more: Record<string, unknown> = {}) => ({
  id: "act_01jd0000000000000000000001",
  decision: "allow",
  cause: "policy",
  reason: "Within what the agent may give.",
  rule: { id: "discount-up-to-10", version: 1 },
  policyVersion: 1,
  retry: "never",
  actionDigest: `sha256:${"a".repeat(64)}`,
  args: { account: "acme", percent: 10 },
  obligations: [],
  approval: null,
  ...more,
});

export const pending = (more: Record<string, unknown> = {}) =>
  action({
    decision: "pending",
    retry: "later",
    reason: "Discounts over 20 % need Finance.",
    approval: { id: "apr_1", url: "http://reeve/queue/apr_1", state: "pending", dueAt: "", expiresAt: "", pollAfterMs: 1 },
    ...more,
  });

export const lease = (args: Record<string, unknown> = { account: "acme", percent: 10 }) => ({
  token: "jws.of.lease",
  args,
  leaseExpiresAt: "2026-11-22T12:00:00.000Z",
});
