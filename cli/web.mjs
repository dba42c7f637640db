// The web process: Next.js, behind a door for the few calls that it would slow down by half (docs/decisions/0008).
// Plain JavaScript: it needs no loader, and what stands behind the door is bundled with the pages (instrumentation.ts).
import { createServer } from "node:http";
import next from "next";

const KEEP_ALIVE_MS = 75_000; // above the 60 s after which common proxies and clients let go of a connection

const [port, hostname] = [Number(process.env.PORT), process.env.REEVE_HOST];
process.title = "reeve-web";
const app = next({ dev: false, port, hostname, quiet: true });
await app.prepare();
const handle = app.getRequestHandler();

const server = createServer((request, response) => {
  if (globalThis.reeveDoor?.(request, response)) return;
  handle(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
server.listen(port, hostname);

// Requests that are under way are answered, then what they left to do is done.
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => server.close(() => app.close().finally(() => process.exit(0))));
}
