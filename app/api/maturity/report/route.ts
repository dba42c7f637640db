import { takeRate } from "@/server/identity/service";
import { refuse } from "@/server/kernel/result";
import { makeReport } from "@/server/maturity/report-documents";
import { ReportQuery } from "@/server/maturity/report-schema";
import { logFailure } from "@/server/platform/database-away";
import { fileResponse } from "@/server/platform/file-response";
import { readQuery, toResponse } from "@/server/platform/rest";
import { currentActor } from "@/server/platform/session";

export const dynamic = "force-dynamic";

const RATE = { limit: 60, windowSeconds: 60 };

async function answer(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (actor === null) return toResponse(refuse("unauthenticated", "Sign in first."));
  const query = readQuery(request, ReportQuery);
  if (!query.ok) return toResponse(query);
  const rate = await takeRate(`maturity-report:${actor.id}`, RATE.limit, RATE.windowSeconds);
  if (!rate.ok) return toResponse(rate);
  const made = await makeReport(actor, query.value.format);
  return made.ok ? fileResponse(made.value.body, made.value) : toResponse(made);
}

/** The maturity report as PDF, CSV or JSON, for the person who is signed in. */
export async function GET(request: Request): Promise<Response> {
  try {
    return await answer(request);
  } catch (error) {
    if (!request.signal.aborted) logFailure(error, "the maturity report was not exported");
    return toResponse(refuse("unavailable", "Reeve cannot make the report at the moment. Try again."));
  }
}
