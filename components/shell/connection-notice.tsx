"use client";

import { onlineManager } from "@tanstack/react-query";
import { CloudOff, DatabaseZap } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useReach } from "@/components/trpc/use-reach";

const MEANWHILE = "Nothing decided is lost, and agents are allowed nothing meanwhile. It goes on by itself once it is back.";
const WORDS = {
  offline: "You are offline. What you see is as it was; nothing you decide is sent until you are back.",
  database: `Reeve cannot reach its database: what you see is as it was. ${MEANWHILE}`,
  reeve: `Reeve does not answer: what you see is as it was. ${MEANWHILE}`,
} as const;

/** Says that this device is offline or the desk out of reach, and what that means for what is on screen. */
export function ConnectionNotice() {
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
    () => true,
  );
  const reach = useReach();
  const trouble = isOnline ? reach : "offline";
  const place = useRef<HTMLDivElement>(null);
  // Pages that fill the height of the frame make room for it.
  useEffect(() => {
    if (place.current === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) => style.setProperty("--frame-notice", `${entry?.contentRect.height ?? 0}px`));
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      style.removeProperty("--frame-notice");
    };
  }, []);
  const Icon = trouble === "database" ? DatabaseZap : CloudOff;
  return (
    <div role="status" ref={place}>
      {trouble !== "here" && (
        <p className="flex gap-2 border-b border-line bg-warn-weak px-4 py-2 text-sm text-pretty md:px-6">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          {WORDS[trouble]}
        </p>
      )}
    </div>
  );
}
