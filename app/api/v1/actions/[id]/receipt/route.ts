import { ReceiptInput } from "@/server/actions/schema";
import { receive } from "@/server/gate/service";
import { readBody, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const POST = restRoute<{ id: string }>("actions:write", async ({ request, actor, params }) => {
  const body = await readBody(request, ReceiptInput);
  return body.ok ? receive(actor, params.id, body.value) : body;
});
