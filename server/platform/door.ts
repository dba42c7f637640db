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

function send(response: ServerResponse, { status, headers, value }: ApiAnswer): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { "content-type": "application/json", ...API_HEADERS, ...headers, "content-length": body.length }).end(body);
}

/** A door for one call: it takes requests with this method and exactly this path, and leaves all others alone. */
export function doorFor(method: string, path: string, answer: (request: ApiRequest) => Promise<ApiAnswer>): Door {
  return (request, response) => {
    if (request.method !== method || request.url !== path) return false;
    answer(toApiRequest(request, response)).then(
      (given) => send(response, given),
      () => response.destroy(), // calls answer failures of their own
    );
    return true;
  };
}
