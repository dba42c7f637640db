import { createServer } from "node:net";
import { StartRefusal } from "./refusal";

/** A port of the loopback address that nobody listens on now. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** A demo organisation has passwords that everybody knows, so nobody else's machine may reach it. */
export function refuseOpenDemo(isDemo: boolean, host: string): void {
  if (!isDemo || LOOPBACK.has(host)) return;
  throw new StartRefusal(
    `REEVE_HOST: a demo organisation listens on loopback only, not on ${host}: unset REEVE_HOST, or set REEVE_DEMO=0 with a new REEVE_DATA_DIR.`,
  );
}

/** Stops with one line when this address cannot be listened on. */
export async function checkPort(port: number, host: string): Promise<void> {
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer();
    server.once("error", resolve);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
  if (problem === undefined) return;
  if (problem.code === "EADDRINUSE") {
    throw new StartRefusal(
      `PORT: ${port} is in use by another program: stop that one, or choose another port, e.g. PORT=${port + 1} npm start.`,
    );
  }
  if (problem.code === "EACCES") throw new StartRefusal(`PORT: ${port} needs more rights than this user has: choose one above 1024.`);
  throw new StartRefusal(`REEVE_HOST: cannot listen on ${host} (${problem.code ?? problem.message}): use an address of this machine.`);
}

/** Waits until the address answers 200, for as long as `isWaiting`. */
export async function waitUntilReady(url: string, isWaiting: () => boolean): Promise<boolean> {
  while (isWaiting()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
