import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import type { AppRouter } from "@/server/trpc/root";

/** A schedule as its pages get it. */
export type OnCallSeen = inferRouterOutputs<AppRouter>["schedules"]["onCall"]["byId"];

export const onCallParent = (
  <Link className="link" href="/settings/on-call">
    On call
  </Link>
);

export const nameIn = (people: OnCallSeen["people"], id: string | null): string | null =>
  id === null ? null : (people.find((person) => person.id === id)?.name ?? id);
