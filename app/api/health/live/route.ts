import { jsonResponse } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

/** The process runs. Says nothing about the database. */
export const GET = (): Response => jsonResponse({ status: "live" });
