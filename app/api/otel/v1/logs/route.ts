import { ingestLogs } from "@/server/traces/ingest-logs";
import { otlpRoute } from "@/server/traces/otlp-route";

export const dynamic = "force-dynamic";

export const POST = otlpRoute("logs", ingestLogs);
