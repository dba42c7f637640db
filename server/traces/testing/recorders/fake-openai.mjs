let turn = 0;
export const reset = () => {
  turn = 0;
};
const answer = (message, finish) => ({
  id: `chatcmpl-${turn}`,
  object: "chat.completion",
  created: 1763800000,
  model: "gpt-5.4-mini-2026-03-01",
  choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finish, logprobs: null }],
  usage: {
    prompt_tokens: 500,
    completion_tokens: 40,
    total_tokens: 540,
    prompt_tokens_details: { cached_tokens: 300 },
    completion_tokens_details: { reasoning_tokens: 16 },
  },
});
export const scripted = (Client) =>
  new Client({
    apiKey: "sk-none",
    baseURL: "http://127.0.0.1:9/v1",
    maxRetries: 0,
    fetch: async () => {
      turn += 1;
      const body =
        turn === 1
          ? answer(
              {
                content: null,
                tool_calls: [{ id: "call_1", type: "function", function: { name: "crm_read_account", arguments: '{"account":"acme"}' } }],
              },
              "tool_calls",
            )
          : answer({ content: "Acme renews in March." }, "stop");
      return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
    },
  });
export const tools = [
  {
    type: "function",
    function: {
      name: "crm_read_account",
      description: "Reads an account.",
      parameters: { type: "object", properties: { account: { type: "string" } } },
    },
  },
];
export const messages = [
  { role: "system", content: "You keep accounts." },
  { role: "user", content: "When does Acme renew?" },
];
