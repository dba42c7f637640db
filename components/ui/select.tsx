import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlClass } from "./input";

export type SelectProps = ComponentProps<"select"> & {
  /** `filter`: no border, as wide as its choice, for the line above a list. */
  readonly variant?: "control" | "filter";
};

/** The browser's own select: its keyboard and its wheel on a phone are better than ours. */
export function Select({ className, variant = "control", children, ...rest }: SelectProps) {
  return (
    <span className={clsx("relative inline-flex items-center", variant === "control" && "w-full", className)}>
      <select
        className={clsx(
          "appearance-none pr-7 text-ellipsis",
          variant === "control"
            ? [controlClass, "h-8 pl-2.5"]
            : "h-7 max-w-44 field-sizing-content rounded-sm bg-transparent pl-2 text-sm text-ink-2 transition-colors hover:bg-sunken hover:text-ink",
        )}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2 size-3.5 text-ink-3" />
    </span>
  );
}
