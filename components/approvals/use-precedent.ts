"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";

/** How requests like this one were decided; asked for once the card stands. */
export const usePrecedent = (id: string) => useQuery(useTRPC().approvals.precedent.queryOptions({ id }));
