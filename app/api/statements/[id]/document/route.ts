import { takeRate } from "@/server/identity/service";
import { refuse } from "@/server/kernel/result";
import { logFailure } from "@/server/platform/database-away";
import { fileResponse } from "@/server/platform/file-response";
import { readQuery, toResponse } from "@/server/platform/rest";
import { currentActor } from "@/server/platform/session";
import { makeDocument } from "@/server/statements/documents";
import { DocumentQuery, StatementInput } from "@/server/statements/schema";

export const dynamic = "force-dynamic";

const RATE = { limit: 60, windowSeconds: 60 };

async function answer(request: Request, params: Promise<{ id: string }>): Promise<Response> {
  const actor = await currentActor();
  if (actor === null) return toResponse(refuse("unauthenticated", "Sign in first."));
  const query = readQuery(request, DocumentQuery);
  if (!query.ok) return toResponse(query);
  const input = StatementInput.safeParse(await params);
  if (!input.success) return toResponse(refuse("not_found", "There is no such statement."));
  const rate = await takeRate(`statement:${actor.id}`, RATE.limit, RATE.windowSeconds);
  if (!rate.ok) return toResponse(rate);
  const made = await makeDocument(actor, input.data.id, query.value.format);
  return made.ok ? fileResponse(made.value.body, made.value) : toResponse(made);
}

/** A statement as PDF or CSV, for the person who is signed in. */
export async function GET(request: Request, { params }: { readonly params: Promise<{ id: string }> }): Promise<Response> {
  try {
    return await answer(request, params);
  } catch (error) {
    if (!request.signal.aborted) logFailure(error, "a statement was not exported");
    return toResponse(refuse("unavailable", "Reeve cannot export this at the moment. Try again."));
  }
}
