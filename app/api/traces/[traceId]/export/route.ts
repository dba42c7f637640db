import { toldOfActions } from "@/server/approvals/told";
import { takeRate } from "@/server/identity/service";
import { refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { logFailure } from "@/server/platform/database-away";
import { fileResponse, streamedFile } from "@/server/platform/file-response";
import { readQuery, toResponse } from "@/server/platform/rest";
import { currentActor } from "@/server/platform/session";
import { exportChrome, exportOtlp } from "@/server/traces/export";
import { type EXPORT_FORMATS, ExportQuery, TraceInput } from "@/server/traces/schema";
import { makeStoryDocument } from "@/server/traces/story-documents";

export const dynamic = "force-dynamic";

/** Exports that one person may make: each reads a whole trace. */
const RATE = { limit: 60, windowSeconds: 60 };

type Format = (typeof EXPORT_FORMATS)[number];

async function fileOf(actor: PersonActor, traceId: string, format: Format): Promise<Response> {
  if (format === "markdown" || format === "pdf") {
    const made = await makeStoryDocument(actor, traceId, format, toldOfActions);
    return made.ok ? fileResponse(made.value.body, made.value) : toResponse(made);
  }
  const exported = await (format === "otlp" ? exportOtlp(actor, traceId) : exportChrome(actor, traceId));
  if (!exported.ok) return toResponse(exported);
  return streamedFile(exported.value.chunks, { type: "application/json", fileName: exported.value.fileName });
}

async function answer(request: Request, params: Promise<{ traceId: string }>): Promise<Response> {
  const actor = await currentActor();
  if (actor === null) return toResponse(refuse("unauthenticated", "Sign in first."));
  const query = readQuery(request, ExportQuery);
  if (!query.ok) return toResponse(query);
  const input = TraceInput.safeParse(await params);
  if (!input.success) return toResponse(refuse("not_found", "There is no such trace."));
  const rate = await takeRate(`export:${actor.id}`, RATE.limit, RATE.windowSeconds);
  return rate.ok ? fileOf(actor, input.data.traceId, query.value.format) : toResponse(rate);
}

/** A trace as a file, for the person who is signed in: its story, its spans, or its slices. Keys have `/api/v1/traces/{traceId}`. */
export async function GET(request: Request, { params }: { readonly params: Promise<{ traceId: string }> }): Promise<Response> {
  try {
    return await answer(request, params);
  } catch (error) {
    if (!request.signal.aborted) logFailure(error, "a trace was not exported");
    return toResponse(refuse("unavailable", "Reeve cannot export this at the moment. Try again."));
  }
}
