import { ingestMetrics } from "@/server/traces/ingest-metrics";
import { otlpRoute } from "@/server/traces/otlp-route";

export const dynamic = "force-dynamic";

export const POST = otlpRoute("metrics", ingestMetrics);
