/** Calls `stop` once when Reeve is asked to end, and `force` when it is asked again. */
export function onStopRequest(stop: (reason: string) => void, force: () => void): void {
  let asked = 0;
  let lastMs = 0;
  const ask = (reason: string) => {
    const nowMs = Date.now();
    // One Ctrl-C arrives twice: from the terminal, and handed on by the process that started us.
    if (asked > 0 && nowMs - lastMs < 500) return;
    lastMs = nowMs;
    asked += 1;
    if (asked === 1) stop(reason);
    else force();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ask(signal));
  // A closed terminal takes its output along: what is written from then on must not end the stopping.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  if (process.channel === undefined || process.channel === null) return;
  process.on("message", (message: { stop?: string }) => {
    if (message.stop !== undefined) ask(message.stop);
  });
  process.on("disconnect", () => ask("SIGHUP"));
  process.channel.unref();
}
