type Problem = { readonly http: number; readonly trpc: string; readonly title: string };

/** The one table of errors: REST (RFC 9457), tRPC and the SDK derive from it. */
export const PROBLEMS = {
  invalid_request: { http: 400, trpc: "BAD_REQUEST", title: "The request is not valid" },
  unauthenticated: { http: 401, trpc: "UNAUTHORIZED", title: "Sign in, or send a valid API key" },
  forbidden: { http: 403, trpc: "FORBIDDEN", title: "Not allowed" },
  agent_mismatch: { http: 403, trpc: "FORBIDDEN", title: "The key is bound to another agent" },
  self_approval: { http: 403, trpc: "FORBIDDEN", title: "Nobody decides on what they asked for or own" },
  not_found: { http: 404, trpc: "NOT_FOUND", title: "Not found" },
  idempotency_conflict: { http: 409, trpc: "CONFLICT", title: "The idempotency key was used with another body" },
  not_pending: { http: 409, trpc: "CONFLICT", title: "No longer pending" },
  claimed_by_other: { http: 409, trpc: "CONFLICT", title: "Someone else holds it" },
  already_consumed: { http: 409, trpc: "CONFLICT", title: "Already consumed" },
  not_allowed: { http: 409, trpc: "CONFLICT", title: "The action is not allowed" },
  digest_mismatch: { http: 409, trpc: "CONFLICT", title: "The digest is not the approved one" },
  expired: { http: 409, trpc: "CONFLICT", title: "Expired" },
  revoked: { http: 409, trpc: "CONFLICT", title: "Revoked" },
  not_consumed: { http: 409, trpc: "CONFLICT", title: "Not consumed" },
  already_received: { http: 409, trpc: "CONFLICT", title: "A receipt was already stored" },
  conflict: { http: 409, trpc: "CONFLICT", title: "It changed meanwhile, or the name is taken" },
  too_large: { http: 413, trpc: "PAYLOAD_TOO_LARGE", title: "Too large" },
  unsupported: { http: 415, trpc: "UNSUPPORTED_MEDIA_TYPE", title: "Not a media type that is understood" },
  rate_limited: { http: 429, trpc: "TOO_MANY_REQUESTS", title: "Too many requests" },
  unavailable: { http: 503, trpc: "SERVICE_UNAVAILABLE", title: "Unavailable for the moment" },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof PROBLEMS;
