import type { IncomingMessage, ServerResponse } from "node:http";
import { API_HEADERS } from "./api-headers";
import type { ApiAnswer, ApiRequest } from "./rest";

/** A call that is answered before Next.js sees it, for a hot path that Next.js would cost as much as its whole work. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The request as a call of the machine API; its signal says when the caller hangs up. */
function toApiRequest(request: IncomingMessage, response: ServerResponse): ApiRequest {
  const gone = new AbortController();
  request.once("error", () => gone.abort());
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const get = (name: string): string | null => {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : (value ?? null);
  };
  return { url: `http://localhost${request.url}`, headers: { get }, body: request, signal: gone.signal };
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  const { status, headers } = answer;
  const body = "bytes" in answer ? answer.bytes : Buffer.from(JSON.stringify(answer.value));
  response.writeHead(status, { "content-type": "application/json", ...API_HEADERS, ...headers, "content-length": body.length }).end(body);
}

export type Call = (request: ApiRequest) => Promise<ApiAnswer>;

/** A door for some calls, each a `POST` to exactly one path: it takes those, and leaves all other requests alone. */
export function doorFor(calls: Readonly<Record<string, Call>>): Door {
  const byPath = new Map(Object.entries(calls));
  return (request, response) => {
    const answer = request.method === "POST" ? byPath.get(request.url ?? "") : undefined;
    if (answer === undefined) return false;
    answer(toApiRequest(request, response)).then(
      (given) => send(response, given),
      () => response.destroy(), // calls answer failures of their own
    );
    return true;
  };
}
