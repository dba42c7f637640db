import type { z } from "zod";
import { authenticateKey, claimKey, takeRate } from "@/server/identity/service";
import { listWords } from "@/server/kernel/list-words";
import { PROBLEMS } from "@/server/kernel/problems";
import { type FieldError, ok, type Refusal, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { Scope } from "@/server/kernel/roles";
import { findFaultyText, parseStrictJson } from "@/server/kernel/strict-json";
import type { KeyActor, KeyClaim } from "./actor";
import { logFailure } from "./database-away";
import { validate } from "./validate";

const MAX_BODY_BYTES = 1024 * 1024;
/** A body that is too large is still taken from the wire up to here, so that the sender gets to read the answer. */
const MAX_DRAINED_BYTES = 32 * 1024 * 1024;
const MAX_DEPTH = 64;
/** Calls that one key may make, over the whole installation. */
const RATE = { limit: 60_000, windowSeconds: 10 };
const RETRY_AFTER_SECONDS = 2;

const NO_STORE = { "cache-control": "no-store" };

/** What a call of the machine API has, whichever server took it: Next.js for its routes, the door for the gate's own. */
export type ApiRequest = Pick<Request, "url" | "signal"> & {
  readonly headers: Pick<Headers, "get">;
  readonly body: AsyncIterable<Uint8Array> | null;
};

/** An answer before it is put on the wire: `value` is its JSON, unless it is bytes already. */
export type ApiAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>> } & (
  | { readonly value: unknown }
  | { readonly bytes: Uint8Array<ArrayBuffer> }
);

/** An answer of the machine API. */
export const jsonResponse = (value: unknown, headers: Record<string, string> = {}): Response =>
  Response.json(value, { headers: { ...NO_STORE, ...headers } });

/** A refusal as RFC 9457 has it, with the code and the status of the table of problems. */
export const problemResponse = (refusal: Refusal): Response => responseOf(problemOf(refusal));

function problemOf({ code, message, errors, retryAfterSeconds }: Refusal): ApiAnswer {
  const { http, title } = PROBLEMS[code];
  const wait = retryAfterSeconds ?? (http === 503 || http === 429 ? RETRY_AFTER_SECONDS : undefined);
  return {
    status: http,
    value: { type: "about:blank", title, status: http, code, detail: message, ...(errors ? { errors } : {}) },
    headers: {
      ...NO_STORE,
      "content-type": "application/problem+json",
      ...(wait === undefined ? {} : { "retry-after": String(wait) }),
      ...(http === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
  };
}

const answerOf = (result: Result<unknown>): ApiAnswer =>
  result.ok ? { status: 200, headers: NO_STORE, value: result.value } : problemOf(result.refusal);

/** An answer as a route of Next.js gives it. */
export const responseOf = (answer: ApiAnswer): Response => {
  const { status, headers } = answer;
  return "bytes" in answer ? new Response(answer.bytes, { status, headers }) : Response.json(answer.value, { status, headers });
};

/** Any answer: the value as JSON, or the refusal as a problem. */
export const toResponse = (result: Result<unknown>): Response => responseOf(answerOf(result));

/** What nothing would ever read of a query string: what is not known here, what is there twice, and NUL, which is in no name. */
function faultsOf(said: readonly (readonly [string, string])[], known: readonly string[]): FieldError[] {
  const seen = new Set<string>();
  return said.flatMap(([name, value]) => {
    const path = name.slice(0, 200).toWellFormed();
    if (!known.includes(name)) return [{ path, message: `is not known here: leave it out, or use ${listWords(known, "and")}` }];
    if (seen.has(name)) return [{ path, message: "is there twice: say it once" }];
    seen.add(name);
    return value.includes("\0") ? [{ path, message: "may not contain NUL" }] : [];
  });
}

/** The query string as the schema has it. A parameter that nothing reads is refused: whoever misspelt a filter must not take all for some. */
export function readQuery<S extends z.ZodObject>(request: Pick<Request, "url">, schema: S): Result<z.output<S>> {
  const said = [...new URL(request.url).searchParams];
  const errors = faultsOf(said, Object.keys(schema.shape)).slice(0, 50);
  const [first] = errors;
  if (first === undefined) return validate(schema, Object.fromEntries(said));
  return refuse("invalid_request", `The request is not valid: ${first.path} ${first.message}.`, { errors });
}

const tooLarge = () => refuse("too_large", "The body may have at most 1 MiB.");

/** The body, of 1 MiB at most: what is sent beyond it is not kept in memory. */
export async function readBytes(request: Pick<ApiRequest, "headers" | "body">): Promise<Result<Uint8Array<ArrayBuffer>>> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_DRAINED_BYTES) return tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    if (size > MAX_DRAINED_BYTES) break; // leaving the loop cancels the stream
  }
  return size > MAX_BODY_BYTES ? tooLarge() : ok(Buffer.concat(chunks));
}

/** The body, read strictly (contract: Machine API), as the schema has it. */
export async function readBody<S extends z.ZodType>(
  request: Pick<ApiRequest, "headers" | "body">,
  schema: S,
): Promise<Result<z.output<S>>> {
  const bytes = await readBytes(request);
  if (!bytes.ok) return bytes;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.value);
  } catch {
    return refuse("invalid_request", "The body is not UTF-8.", { errors: [{ path: "", message: "is not UTF-8" }] });
  }
  const parsed = parseStrictJson(text, MAX_DEPTH);
  if (parsed.ok) return validate(schema, parsed.value);
  return refuse("invalid_request", `The body cannot be accepted: ${parsed.error.path} ${parsed.error.message}.`, {
    errors: [parsed.error],
  });
}

export type RestCall<P> = { readonly request: Request; readonly actor: KeyActor; readonly params: P };
/** Whether a part of a path can be read, and held against names at all. */
function isReadable(part: unknown): boolean {
  try {
    return findFaultyText(decodeURIComponent(String(part))) === null;
  } catch {
    return false; // an escape that is cut off, or no UTF-8
  }
}

const faultOfPath = (params: unknown): Refused | null =>
  Object.values(params ?? {}).every(isReadable)
    ? null
    : refuse("invalid_request", "The request is not valid: its path holds what is in no name. Escape it as UTF-8, without NUL.");

type Handler<P> = (call: RestCall<P>) => Promise<Response | Result<unknown>>;
type RouteContext<P> = { readonly params: Promise<P> };

/**
 * A route of the machine API: a live key with one of the scopes, within its rate. Whatever fails on our side (the
 * database is away, or a fault of ours) answers `unavailable`, without a word about the inside.
 */
export function restRoute<P = Record<string, never>>(scopes: Scope | readonly Scope[], handle: Handler<P>) {
  const accepted = typeof scopes === "string" ? [scopes] : scopes;
  return (request: Request, context: RouteContext<P>): Promise<Response> =>
    guarded(request, async () => {
      const actor = await authenticateKey(request.headers.get("authorization"));
      const params = await context.params;
      const refusal = actor.ok ? ((await refusalOf(actor.value, accepted)) ?? faultOfPath(params)) : actor;
      if (!actor.ok || refusal !== null) return toResponse(refusal ?? actor);
      const answer = await handle({ request, actor: actor.value, params });
      return answer instanceof Response ? answer : toResponse(answer);
    });
}

type KeyHandler = (call: { readonly request: ApiRequest; readonly actor: KeyActor }) => Promise<ApiAnswer>;

/** A call by a live key with the scope, within its rate, as an answer that any server can give. */
export const keyedCall =
  (scope: Scope, handle: KeyHandler) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    try {
      const actor = await authenticateKey(request.headers.get("authorization"));
      const refusal = actor.ok ? await refusalOf(actor.value, [scope]) : actor;
      if (!actor.ok || refusal !== null) return answerOf(refusal ?? actor);
      return await handle({ request, actor: actor.value });
    } catch (error) {
      return answerOf(unavailable(error, request));
    }
  };

type ClaimHandler = (call: { readonly request: ApiRequest; readonly claim: KeyClaim }) => Promise<Result<unknown>>;

/**
 * The same for a hot path, as an answer that any server can give. Its handler reads in its own transaction that the key
 * still stands (`confirmKey`), which saves a trip; what it refuses before it got there is told to a live key only.
 */
export const claimedCall =
  (scope: Scope, handle: ClaimHandler) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    try {
      const bearer = request.headers.get("authorization");
      const claim = await claimKey(bearer);
      if (!claim.ok) return answerOf(claim);
      const answer = (await refusalOf(claim.value.key, [scope])) ?? (await handle({ request, claim: claim.value }));
      if (answer.ok) return answerOf(answer);
      const actor = await authenticateKey(bearer);
      return answerOf(actor.ok ? answer : actor);
    } catch (error) {
      return answerOf(unavailable(error, request));
    }
  };

/** Why a key may not make this call: it lacks the scope, or was too fast. */
async function refusalOf(key: KeyClaim["key"], accepted: readonly Scope[]): Promise<Refused | null> {
  if (!accepted.some((scope) => key.scopes.has(scope))) return refuse("forbidden", `This key lacks the scope ${accepted.join(" or ")}.`);
  const rate = await takeRate(`api:${key.id}`, RATE.limit, RATE.windowSeconds);
  return rate.ok ? null : rate;
}

/** A route of the machine API that needs no key. */
export const publicRoute =
  (handle: () => Promise<unknown>) =>
  (request: Request): Promise<Response> =>
    guarded(request, async () => jsonResponse(await handle()));

async function guarded(request: Request, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    return toResponse(unavailable(error, request));
  }
}

function unavailable(error: unknown, request: ApiRequest): Refused {
  // A caller who hung up is no fault of ours, and hears nothing more.
  if (!request.signal.aborted) logFailure(error, "a call of the machine API failed", { path: new URL(request.url).pathname });
  return refuse("unavailable", "Reeve cannot answer at the moment. Nothing was decided; try again.");
}
