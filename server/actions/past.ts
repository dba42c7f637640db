import { listAsked, type PastAction } from "./past-store";

/** What an agent proposed with a tool that policy put before people, newest first. For services that look at arguments, never for screens. */
export const pastAsked: typeof listAsked = (asked, limit) => listAsked(asked, limit);
export type { PastAction };
