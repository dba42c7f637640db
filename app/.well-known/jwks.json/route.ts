import { publicKeySet } from "@/server/gate/signing";
import { publicRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

/** Public by design: whoever is shown a token can check it. */
export const GET = publicRoute(() => publicKeySet());
