import { ConsumeInput } from "@/server/actions/schema";
import { checkIdempotencyKey, consume } from "@/server/gate/service";
import { readBody, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const POST = restRoute<{ id: string }>("actions:write", async ({ request, actor, params }) => {
  const key = checkIdempotencyKey(request.headers.get("idempotency-key"));
  if (!key.ok) return key;
  const body = await readBody(request, ConsumeInput);
  return body.ok ? consume(actor, params.id, body.value, key.value) : body;
});
