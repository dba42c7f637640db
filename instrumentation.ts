import { doorFor } from "@/server/platform/door";

/** Runs once in a web process, bundled with the rest: opens the door that `cli/web.mjs` asks before Next.js. */
export async function register(): Promise<void> {
  const { answerProposal } = await import("@/server/gate/door");
  (globalThis as { reeveDoor?: ReturnType<typeof doorFor> }).reeveDoor = doorFor("POST", "/api/v1/actions", answerProposal);
}
