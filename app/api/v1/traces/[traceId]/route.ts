import { readQuery, restRoute } from "@/server/platform/rest";
import { ReadTraceQuery } from "@/server/traces/schema";
import { readTrace } from "@/server/traces/service";

export const GET = restRoute<{ traceId: string }>("traces:read", async ({ request, actor, params }) => {
  const query = readQuery(request, ReadTraceQuery);
  return query.ok ? readTrace(actor, params.traceId.toLowerCase()) : query;
});
