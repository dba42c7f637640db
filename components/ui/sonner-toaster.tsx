"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import type { Note } from "./toast";

const CLASSES = {
  toast:
    "flex w-full font-sans items-center gap-3 rounded-md border border-line bg-surface px-4 py-3 text-sm text-ink shadow-pop md:w-(--width)",
  description: "text-ink-2",
  error: "[&_[data-title]]:text-danger",
};

const show = ({ tone, text }: Note) => void (tone === "error" ? toast.error(text) : toast(text));

/** Draws the notes; `onReady` receives the function that shows one. Loaded with the first note. */
export function SonnerToaster({ onReady }: { readonly onReady: (deliver: ((note: Note) => void) | null) => void }) {
  useEffect(() => {
    onReady(show);
    return () => onReady(null);
  }, [onReady]);
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
