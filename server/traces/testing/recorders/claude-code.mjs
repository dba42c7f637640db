// A scripted model and an OTLP receiver on one port of the loopback; runs Claude Code against both, with nothing of the environment.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bodies = { traces: [], logs: [], metrics: [] };
let turn = 0;
const usage = { input_tokens: 12, cache_creation_input_tokens: 400, cache_read_input_tokens: 9000, output_tokens: 1 };
const sse = (res, events) => {
  res.writeHead(200, { "content-type": "text/event-stream", "request-id": `req_${turn}` });
  for (const e of events) res.write(`event: ${e.type}\ndata: ${JSON.stringify(e)}\n\n`);
  res.end();
};
const message = (content, stop) => [
  {
    type: "message_start",
    message: {
      id: `msg_${turn}`,
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5-20250929",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  },
  ...content,
  { type: "message_delta", delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 42 } },
  { type: "message_stop" },
];
const server = createServer((req, res) => {
  const chunks = [];
  req
    .on("data", (c) => chunks.push(c))
    .on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const signal = /\/v1\/(traces|logs|metrics)$/.exec(req.url)?.[1];
      if (signal) {
        bodies[signal].push(JSON.parse(text));
        res.writeHead(200, { "content-type": "application/json" });
        return res.end("{}");
      }
      if (req.url.startsWith("/v1/messages") && !req.url.includes("count_tokens")) {
        const body = JSON.parse(text);
        const last = JSON.stringify(body.messages?.at(-1) ?? "");
        const hasTools = (body.tools ?? []).some((t) => t.name === "Bash");
        if (hasTools && !last.includes("tool_result")) {
          turn += 1;
          return sse(
            res,
            message(
              [
                { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "toolu_1", name: "Bash", input: {} } },
                {
                  type: "content_block_delta",
                  index: 0,
                  delta: {
                    type: "input_json_delta",
                    partial_json: JSON.stringify({ command: "echo renewal: March", description: "Look up the renewal" }),
                  },
                },
                { type: "content_block_stop", index: 0 },
              ],
              "tool_use",
            ),
          );
        }
        turn += 1;
        return sse(
          res,
          message(
            [
              { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
              { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Acme renews in March." } },
              { type: "content_block_stop", index: 0 },
            ],
            "end_turn",
          ),
        );
      }
      res.writeHead(200, { "content-type": "application/json" });
      res.end(JSON.stringify({ input_tokens: 10 }));
    });
});
server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const home = mkdtempSync(join(tmpdir(), "recorder-"));
  const env = {
    PATH: "/usr/bin:/bin",
    HOME: home,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "sk-ant-scripted",
    CLAUDE_CODE_ENABLE_TELEMETRY: "1",
    CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: "1",
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_LOGS_EXPORTER: "otlp",
    OTEL_METRICS_EXPORTER: "otlp",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_METRIC_EXPORT_INTERVAL: "1000",
    OTEL_LOGS_EXPORT_INTERVAL: "500",
    OTEL_TRACES_EXPORT_INTERVAL: "500",
    OTEL_LOG_USER_PROMPTS: "1",
    OTEL_LOG_TOOL_DETAILS: "1",
    OTEL_RESOURCE_ATTRIBUTES: "team.id=sales,reeve.task.class=renewal-outreach",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    DO_NOT_TRACK: "1",
  };
  const child = spawn(
    new URL("./node_modules/@anthropic-ai/claude-code-linux-x64/claude", import.meta.url).pathname,
    ["-p", "When does Acme renew?", "--allowedTools", "Bash", "--model", "claude-sonnet-4-5"],
    { env, cwd: home, stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.on("data", (d) => process.stdout.write(d));
  child.stderr.on("data", (d) => process.stderr.write(d));
  const stop = setTimeout(() => child.kill(), 60000);
  child.on("exit", () => {
    clearTimeout(stop);
    setTimeout(() => {
      const version = JSON.parse(
        readFileSync(new URL("./node_modules/@anthropic-ai/claude-code/package.json", import.meta.url), "utf8"),
      ).version;
      writeFileSync(
        new URL("../recorded/claude-code.json", import.meta.url),
        `${JSON.stringify({ madeBy: { "@anthropic-ai/claude-code": version }, ...bodies }, null, 2)}\n`,
      );
      server.close();
      process.exit(0);
    }, 1500);
  });
});
