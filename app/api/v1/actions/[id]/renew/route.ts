import { RenewInput } from "@/server/actions/schema";
import { renew } from "@/server/gate/service";
import { readBody, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const POST = restRoute<{ id: string }>("actions:write", async ({ request, actor, params }) => {
  const body = await readBody(request, RenewInput);
  return body.ok ? renew(actor, params.id, body.value.token) : body;
});
