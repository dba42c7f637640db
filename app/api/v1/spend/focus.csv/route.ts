import { streamedFile } from "@/server/platform/file-response";
import { readQuery, restRoute } from "@/server/platform/rest";
import { FocusQuery } from "@/server/spend/counted-schema";
import { exportFocus } from "@/server/spend/focus";

export const GET = restRoute("spend:read", async ({ request, actor }) => {
  const query = readQuery(request, FocusQuery);
  if (!query.ok) return query;
  const file = await exportFocus(actor, query.value);
  return file.ok ? streamedFile(file.value.chunks, { type: "text/csv; charset=utf-8", fileName: file.value.fileName }) : file;
});
