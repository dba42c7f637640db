import { cancel } from "@/server/gate/answers";
import { restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const POST = restRoute<{ id: string }>("actions:write", ({ actor, params }) => cancel(actor, params.id));
