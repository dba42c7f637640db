import { takeRate } from "@/server/identity/service";
import { refuse } from "@/server/kernel/result";
import { logFailure } from "@/server/platform/database-away";
import { streamedFile } from "@/server/platform/file-response";
import { readQuery, toResponse } from "@/server/platform/rest";
import { currentActor } from "@/server/platform/session";
import { FocusQuery } from "@/server/spend/counted-schema";
import { exportFocus } from "@/server/spend/focus";

export const dynamic = "force-dynamic";

/** Exports that one person may make: each reads all the calls of its days. */
const RATE = { limit: 30, windowSeconds: 60 };

async function answer(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (actor === null) return toResponse(refuse("unauthenticated", "Sign in first."));
  const query = readQuery(request, FocusQuery);
  if (!query.ok) return toResponse(query);
  const rate = await takeRate(`focus:${actor.id}`, RATE.limit, RATE.windowSeconds);
  if (!rate.ok) return toResponse(rate);
  const file = await exportFocus(actor, query.value);
  if (!file.ok) return toResponse(file);
  return streamedFile(file.value.chunks, { type: "text/csv; charset=utf-8", fileName: file.value.fileName });
}

/** FOCUS 1.2 for the person who is signed in. Keys have `/api/v1/spend/focus.csv`. */
export async function GET(request: Request): Promise<Response> {
  try {
    return await answer(request);
  } catch (error) {
    if (!request.signal.aborted) logFailure(error, "spend was not exported");
    return toResponse(refuse("unavailable", "Reeve cannot export this at the moment. Try again."));
  }
}
