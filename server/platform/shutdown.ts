import { disconnect } from "./db";

/** Lets this process end when it is told to: `stop` first, then the connections that it needed. */
export function stopOnSignal(stop: () => Promise<void>): void {
  const end = async () => {
    await stop();
    await disconnect();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());
}
