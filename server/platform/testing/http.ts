import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

type Params = Record<string, string>;
export type RouteHandler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
/** Handlers by method and path as the folders of `app/` name it: `POST /api/v1/actions/[id]/consume`. */
export type Routes = { readonly [call: string]: RouteHandler };

export type TestServer = {
  readonly url: string;
  /** Every request that was answered or dropped, oldest first, as `METHOD /path`. */
  readonly seen: readonly string[];
  /** Lets the next request of this call do its work, and loses the answer: the connection breaks instead. */
  readonly loseAnswerOf: (call: string) => void;
  readonly close: () => Promise<void>;
};

function match(routes: Routes, method: string, path: string): { call: string; handler: RouteHandler; params: Params } | null {
  const parts = path.split("/");
  // A folder with a name of its own comes before one that takes any.
  const calls = Object.keys(routes).sort((a, b) => a.split("[").length - b.split("[").length);
  for (const call of calls) {
    const [ownMethod = "", pattern = ""] = call.split(" ");
    const names = pattern.split("/");
    const fits = names.every((name, i) => name === parts[i] || (name.startsWith("[") && parts[i]));
    const handler = routes[call];
    if (ownMethod !== method || names.length !== parts.length || !fits || !handler) continue;
    const params = names.flatMap((name, i) => (name.startsWith("[") ? [[name.slice(1, -1), decodeURIComponent(parts[i] ?? "")]] : []));
    return { call, handler, params: Object.fromEntries(params) as Params };
  }
  return null;
}

function toRequest(incoming: IncomingMessage, origin: string, signal: AbortSignal): Request {
  const method = incoming.method ?? "GET";
  const headers = new Headers(
    Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] => (typeof value === "string" ? [[name, value]] : [])),
  );
  const body = method === "GET" || method === "HEAD" ? {} : { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" };
  return new Request(`${origin}${incoming.url}`, { method, headers, signal, ...body });
}

/** Real route handlers behind a real HTTP server on a port of its own, as Next.js would call them. */
export async function serveRoutes(routes: Routes): Promise<TestServer> {
  const seen: string[] = [];
  const toLose = new Set<string>();
  let url = "";
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { pathname } = new URL(incoming.url ?? "/", url);
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const route = match(routes, incoming.method ?? "", pathname);
    seen.push(`${incoming.method} ${pathname}`);
    if (route === null) return outgoing.writeHead(404).end();
    const response = await route.handler(toRequest(incoming, url, gone.signal), { params: Promise.resolve(route.params as never) });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (toLose.delete(route.call)) return incoming.socket.destroy();
    return outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(bytes);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, seen, loseAnswerOf: (call) => toLose.add(call), close };
}
