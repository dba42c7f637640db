"use client";

import { useIsBrowser } from "@/components/ui/use-is-browser";

/** The zones that this browser knows; while the page is rendered on the server, which may know others, only the one in force. */
export function useTimeZones(inForce: string): readonly string[] {
  const isBrowser = useIsBrowser();
  return isBrowser ? [...new Set(["UTC", inForce, ...Intl.supportedValuesOf("timeZone")])].sort() : [inForce];
}
