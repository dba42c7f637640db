"use client";

import { Toaster as Sonner, toast as show } from "sonner";

/** Short words about what just happened: `toast("Agent stopped")`, `toast.error("…")`. Never the only place where something is said. */
export const toast = show;

const CLASSES = {
  toast:
    "flex w-full items-center gap-3 rounded-md border border-line bg-surface px-4 py-3 text-sm text-ink shadow-pop md:w-(--width) [&_[data-icon]]:text-ink-3",
  description: "text-ink-2",
  actionButton: "ml-auto font-medium text-accent",
  error: "[&_[data-title]]:text-danger",
};

/** Where toasts appear. The frame renders it once. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={16}
      mobileOffset={{ bottom: 72 }}
      gap={8}
      toastOptions={{ unstyled: true, classNames: CLASSES }}
    />
  );
}
