import { doorFor } from "@/server/platform/door";

/** Runs once in a web process, bundled with the rest: opens the door that `cli/web.mjs` asks before Next.js. */
export async function register(): Promise<void> {
  // Next.js builds this for its edge runtime, too, where nothing of Reeve runs: no second copy of the server belongs there.
  // biome-ignore lint/style/noProcessEnv: the build puts the name of the runtime in its place
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ answerProposal }, { otlpCalls }] = await Promise.all([import("@/server/gate/door"), import("@/server/traces/otlp-calls")]);
  (globalThis as { reeveDoor?: ReturnType<typeof doorFor> }).reeveDoor = doorFor({
    "/api/v1/actions": answerProposal,
    "/api/otel/v1/traces": otlpCalls.traces,
    "/api/otel/v1/logs": otlpCalls.logs,
    "/api/otel/v1/metrics": otlpCalls.metrics,
  });
}
