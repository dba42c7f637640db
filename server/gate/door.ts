import { z } from "zod";
import type { ProposeInput } from "@/server/actions/schema";
import { claimedCall, readBody } from "@/server/platform/rest";
import { checkIdempotencyKey, propose } from "./service";

/** `POST /api/v1/actions`. */
export const answerProposal = claimedCall("actions:write", async ({ request, claim }) => {
  const key = checkIdempotencyKey(request.headers.get("idempotency-key"));
  if (!key.ok) return key;
  // The service itself holds the body against the contract: what comes from elsewhere is checked no less.
  const body = await readBody(request, z.unknown());
  return body.ok ? propose(claim, body.value as ProposeInput, key.value, request.signal) : body;
});
