"use client";

import { useState, useSyncExternalStore } from "react";
import { useIsDialogOpen } from "@/components/ui/open-dialogs";

/** The list and the card stand side by side from here on; below, a request opens on its own page. */
export const SPLIT = "(width >= 80rem)";
/** Rows have two lines from here on, three below. */
export const WIDE_ROWS = "(width >= 48rem)";

/** Whether a media query holds; on the server it counts as holding. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
    () => true,
  );

/** Whether the list and the card stand side by side. A dialog of the card stays until it is done, however small the window gets. */
export function useIsSplit(): boolean {
  const isWide = useMedia(SPLIT);
  const isDialogOpen = useIsDialogOpen();
  const [isSplit, setIsSplit] = useState(isWide);
  const next = isDialogOpen ? isSplit : isWide;
  if (next !== isSplit) setIsSplit(next);
  return next;
}
