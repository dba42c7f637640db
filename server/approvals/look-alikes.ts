import { ownNames } from "@/server/identity/own-names";
import { remembered } from "@/server/platform/remembered";
import { holdsLookAlike, hostsIn } from "./core/hosts";

const REMEMBERED_MS = 60_000;
const ownNamesOf = remembered(REMEMBERED_MS, () => ownNames());

/** Whether a call names a host that a reader may take for another one: what the queue marks. What the agent named before is for the card to compare. */
export async function namesLookAlike(args: unknown, resource: string | null): Promise<boolean> {
  const named = hostsIn(args, resource);
  return named.length > 0 && holdsLookAlike(named, await ownNamesOf(""));
}
