import { describeAgent, registerAgent } from "@/server/gate/registration";
import { RegistrationInput } from "@/server/gate/registration-schema";
import { readBody, restRoute } from "@/server/platform/rest";

type Params = { readonly name: string };

export const GET = restRoute<Params>(["agents:read", "agents:write"], ({ actor, params }) =>
  describeAgent(actor, decodeURIComponent(params.name)),
);

export const PUT = restRoute<Params>("agents:write", async ({ request, actor, params }) => {
  const input = await readBody(request, RegistrationInput);
  return input.ok ? registerAgent(actor, decodeURIComponent(params.name), input.value) : input;
});
