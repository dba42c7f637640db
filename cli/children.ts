import { type ChildProcess, spawn } from "node:child_process";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000;
const GRACE_MS = 10_000;

export type ChildOptions = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly say: (line: string) => void;
  /** Show what it prints to standard output; its errors are always shown. */
  readonly showOutput?: boolean;
};

export type Child = {
  /** Settles with the exit code if the process ends before it ran steadily for a while, for the first start alone. */
  readonly firstEnd: Promise<number>;
  /** Ends it: kindly at first, by force when it takes too long. */
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
};

/**
 * Keeps one process of Reeve running until `stop`: one that dies is started again, with a growing pause. It has a
 * process group of its own, so that Ctrl-C reaches the launcher alone, which ends things in order; and it ends by
 * itself when the launcher is gone.
 */
export function keepRunning({ name, args, env, say, showOutput = false }: ChildOptions): Child {
  let child: ChildProcess;
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let restart: NodeJS.Timeout | undefined;
  let tellFirstEnd: (code: number) => void = () => undefined;
  const firstEnd = new Promise<number>((resolve) => {
    tellFirstEnd = resolve;
  });

  const start = () => {
    const startedMs = Date.now();
    child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", showOutput ? "inherit" : "ignore", "inherit", "ipc"],
      detached: process.platform !== "win32",
    });
    child.once("exit", (code, signal) => {
      tellFirstEnd(code ?? 1);
      if (isStopping) return;
      if (Date.now() - startedMs > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      say(`The ${name} ended (${signal ?? `code ${code}`}); starting it again in ${pauseMs / 1000} s.`);
      restart = setTimeout(start, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  };
  start();

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    isStopping = true;
    clearTimeout(restart);
    if (hasEnded()) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await ended;
    clearTimeout(force);
  };
  return { firstEnd, stop, kill: () => void child.kill("SIGKILL") };
}
