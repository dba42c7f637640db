import { openApiDocument } from "@/server/openapi";
import { publicRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

/** Public by design: it says what the API is like, and nothing of this organisation. */
export const GET = publicRoute(async () => openApiDocument());
