import type { Reeve } from "@reeve/sdk";
import { stepCountIs, ToolLoopAgent } from "ai";
import { type DemoAgent, toolsOf } from "./agents";
import type { Company } from "./crm";
import { scriptedModel } from "./scripted-model";
import { saying, spanHere } from "./telemetry";

/** Tells one line of what an agent does. `kind` says what sort of line it is. */
export type Tell = (agent: string, kind: "starts" | "thinks" | "waits" | "ran" | "told" | "ends" | "stops", text: string) => void;

const MAX_STEPS = 12;

/** One run of one agent: the loop of the AI SDK, its tools behind Reeve. Answers its last words. */
export async function work(
  agent: DemoAgent,
  reeve: Reeve,
  company: Company,
  runId: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<string> {
  let thought = "";
  const { taskClass } = agent;
  const scoped = reeve.with({ initiator: { type: "user", id: agent.initiator } });
  const tools = toolsOf(scoped, {
    company,
    thought: () => thought,
    run: () => ({ id: runId, taskClass, ...spanHere() }),
    ran: (what) => tell(agent.name, "ran", what),
    onPending: (url, reason) => tell(agent.name, "waits", `${reason} ${url}`),
  });
  const model = scriptedModel(agent.script, (said) => {
    thought = said;
    tell(agent.name, "thinks", said);
  });
  const loop = new ToolLoopAgent({
    model,
    tools,
    instructions: `You are ${agent.name} of Northwind Mutual.`,
    stopWhen: stepCountIs(MAX_STEPS),
    telemetry: { functionId: agent.name },
    onStepFinish: ({ content }) => {
      for (const part of content)
        if (part.type === "tool-error" && !signal.aborted)
          tell(agent.name, "told", part.error instanceof Error ? part.error.message : String(part.error));
    },
  });
  tell(agent.name, "starts", agent.task);
  const about = {
    "gen_ai.agent.name": agent.name,
    "gen_ai.conversation.id": runId,
    "reeve.run.id": runId,
    "reeve.task.class": taskClass,
    "reeve.initiator.type": "user",
    "reeve.initiator.id": agent.initiator,
  };
  const { text } = await saying(about, () => loop.generate({ prompt: agent.task, abortSignal: signal }));
  return text;
}
