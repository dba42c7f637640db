import { KillInput } from "@/server/actions/schema";
import { killAgent } from "@/server/gate/kill";
import { readBody, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const POST = restRoute<{ name: string }>("agents:write", async ({ request, actor, params }) => {
  const body = await readBody(request, KillInput);
  return body.ok ? killAgent(actor, decodeURIComponent(params.name), body.value.reason) : body;
});
