import { createServer } from "node:net";
import { StartRefusal } from "./refusal";

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
