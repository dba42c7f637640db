// Loaded into the web process before anything else: it ends when its launcher does, and does not let open
// streams hold up its own end.
import { channel } from "node:diagnostics_channel";

const DRAIN_MS = 2_000;
const servers = new Set();

channel("http.server.request.start").subscribe(({ server }) => servers.add(server));

process.once("SIGTERM", () => {
  setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, DRAIN_MS).unref();
});

if (process.channel) {
  // The server that next dev forks inherits this file, and waits on its channel for what to serve.
  if (!process.env.NEXT_PRIVATE_WORKER) process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
