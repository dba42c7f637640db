import { ingestTraces } from "@/server/traces/ingest";
import { otlpRoute } from "@/server/traces/otlp-route";

export const dynamic = "force-dynamic";

export const POST = otlpRoute("traces", ingestTraces);
