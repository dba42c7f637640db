import { useEffect, useRef } from "react";
import { useReach } from "@/components/trpc/use-reach";

/** Calls `onBack` when Reeve was out of reach and answers again. */
export function useBack(onBack: () => void): void {
  const reach = useReach();
  const before = useRef(reach);
  useEffect(() => {
    if (before.current !== "here" && reach === "here") onBack();
    before.current = reach;
  });
}
