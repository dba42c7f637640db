import { readiness } from "@/server/platform/health";
import { toResponse } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

/** Ready for requests, or 503 with the reason while the database is away. */
export const GET = async (): Promise<Response> => toResponse(await readiness());
