import { otlpRoute } from "@/server/traces/otlp-calls";

export const dynamic = "force-dynamic";

export const POST = otlpRoute("logs");
