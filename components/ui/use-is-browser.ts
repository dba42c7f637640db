"use client";

import { useSyncExternalStore } from "react";

const noChange = () => () => undefined;

/** False as the server renders it and while the page wakes up; true once the browser speaks for itself: what only it knows may be shown. */
export const useIsBrowser = (): boolean =>
  useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
