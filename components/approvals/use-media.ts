"use client";

import { useSyncExternalStore } from "react";

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
