import { checkIdempotencyKey } from "@/server/gate/service";
import { readBody, readQuery, restRoute } from "@/server/platform/rest";
import { ListRecordsInput, RecordInputSchema } from "@/server/records/schema";
import { addRecord, listRecords } from "@/server/records/service";

export const GET = restRoute(["maturity:read", "records:write"], async ({ request, actor }) => {
  const query = readQuery(request, ListRecordsInput);
  return query.ok ? listRecords(actor, query.value) : query;
});

export const POST = restRoute("records:write", async ({ request, actor }) => {
  const key = checkIdempotencyKey(request.headers.get("idempotency-key"));
  if (!key.ok) return key;
  const input = await readBody(request, RecordInputSchema);
  return input.ok ? addRecord(actor, input.value, key.value) : input;
});
