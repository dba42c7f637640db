"use client";

import { onlineManager } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";

/** Says that this device is offline, and what that means for what is on screen. */
export function ConnectionNotice() {
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
    () => true,
  );
  return (
    <div role="status">
      {!isOnline && (
        <p className="flex items-center gap-2 border-b border-line bg-warn-weak px-4 py-2 text-sm md:px-6">
          <CloudOff aria-hidden className="size-4 shrink-0 text-warn" />
          You are offline. What you see is as it was; nothing you decide is sent until you are back.
        </p>
      )}
    </div>
  );
}
