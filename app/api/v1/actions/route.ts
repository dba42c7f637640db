import { ListActionsQuery } from "@/server/actions/schema";
import { listAnswers } from "@/server/gate/answers";
import { answerProposal } from "@/server/gate/door";
import { readQuery, responseOf, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

/** Where Reeve is served with a door (`npm start`), proposals come through that; the answer is the same. */
export const POST = async (request: Request): Promise<Response> => responseOf(await answerProposal(request));

export const GET = restRoute(["actions:read", "actions:write"], async ({ request, actor }) => {
  const query = readQuery(request, ListActionsQuery);
  return query.ok ? listAnswers(actor, query.value) : query;
});
