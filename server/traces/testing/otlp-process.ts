import { createServer } from "node:http";
import { doorFor } from "@/server/platform/door";
import { otlpCalls } from "../otlp-calls";

// A web process that is only the door of telemetry, to be killed: its argument is the port, a line on stdout says when.
const door = doorFor({ "/api/otel/v1/traces": otlpCalls.traces });
const server = createServer((request, response) => {
  if (!door(request, response)) response.writeHead(404).end();
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.stdout.write("ready\n"));
