"use client";

import { useSyncExternalStore } from "react";
import { currentReach, onReach, type Reach } from "./reach";

/** Whether the desk can work at the moment, as this tab knows. */
export const useReach = (): Reach => useSyncExternalStore(onReach, currentReach, () => "here");
