import clsx from "clsx";
import type { ComponentProps } from "react";

/** What inputs, selects and text areas have in common. */
export const controlClass =
  "w-full rounded-sm border border-line-control bg-surface text-sm text-ink transition-colors placeholder:text-ink-3 hover:border-ink-3 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger pointer-coarse:text-lg";

/** A line of text. Give it a name: wrap it in `Field`, or set `aria-label`. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={clsx(controlClass, "h-8 px-2.5", className)} {...rest} />;
}
