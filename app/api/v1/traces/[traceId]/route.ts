import { streamedFile } from "@/server/platform/file-response";
import { readQuery, restRoute } from "@/server/platform/rest";
import { exportChrome, exportOtlp } from "@/server/traces/export";
import { ReadTraceQuery } from "@/server/traces/schema";
import { readTrace } from "@/server/traces/service";

const EXPORTS = { otlp: exportOtlp, chrome: exportChrome } as const;

export const GET = restRoute<{ traceId: string }>("traces:read", async ({ request, actor, params }) => {
  const query = readQuery(request, ReadTraceQuery);
  if (!query.ok) return query;
  const traceId = params.traceId.toLowerCase();
  const { format } = query.value;
  if (format === "steps") return readTrace(actor, traceId);
  const exported = await EXPORTS[format](actor, traceId);
  if (!exported.ok) return exported;
  return streamedFile(exported.value.chunks, { type: "application/json", fileName: exported.value.fileName });
});
