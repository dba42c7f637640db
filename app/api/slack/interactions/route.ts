import { after } from "next/server";
import { takeSlackInteraction } from "@/server/notifications/slack-clicks";
import { log } from "@/server/platform/log";
import { readBytes } from "@/server/platform/rest";
import { decideBySlack } from "./decide-by-slack";

export const dynamic = "force-dynamic";

/** Clicks in Slack (its "Interactivity" request URL): signed by Slack, each taken once. */
export async function POST(request: Request): Promise<Response> {
  const body = await readBytes(request);
  if (!body.ok) return Response.json({ error: body.refusal.message }, { status: 413 });
  try {
    const text = Buffer.from(body.value).toString("utf8");
    const { status, body: answer, later } = await takeSlackInteraction(request.headers, text, decideBySlack);
    if (later !== null) after(later);
    return answer === null ? new Response(null, { status }) : Response.json(answer, { status });
  } catch (error) {
    log.error({ err: error }, "a click in Slack could not be taken");
    return Response.json({ error: "Reeve cannot answer at the moment. Nothing was decided; try again." }, { status: 503 });
  }
}
