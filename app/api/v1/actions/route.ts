import { z } from "zod";
import { ListActionsQuery, type ProposeInput } from "@/server/actions/schema";
import { listAnswers } from "@/server/gate/answers";
import { checkIdempotencyKey, propose } from "@/server/gate/service";
import { claimedRoute, readBody, readQuery, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const POST = claimedRoute("actions:write", async ({ request, claim }) => {
  const key = checkIdempotencyKey(request.headers.get("idempotency-key"));
  if (!key.ok) return key;
  // The service itself holds the body against the contract: what comes from elsewhere is checked no less.
  const body = await readBody(request, z.unknown());
  return body.ok ? propose(claim, body.value as ProposeInput, key.value, request.signal) : body;
});

export const GET = restRoute(["actions:read", "actions:write"], async ({ request, actor }) => {
  const query = readQuery(request, ListActionsQuery);
  return query.ok ? listAnswers(actor, query.value) : query;
});
