import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass } from "./input";

/** Several lines of text; it grows with what is typed. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea rows={rows} className={clsx(controlClass, "field-sizing-content max-h-80 min-h-16 px-2.5 py-1.5", className)} {...rest} />
  );
}
