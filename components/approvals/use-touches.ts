"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";

/** What is known of what a request touches; undefined until it is here, or when it cannot be had. */
export const useTouches = (id: string) => useQuery(useTRPC().approvals.touches.queryOptions({ id })).data;
