import clsx from "clsx";
import type { ReactNode } from "react";

/** What is wrong with a form as a whole, above its button: announced when it appears, and no room taken before. */
export const FormError = ({ className, children }: { readonly className?: string; readonly children?: ReactNode }) => (
  <p role="alert" className={clsx("text-sm text-pretty text-danger empty:hidden", className)}>
    {children}
  </p>
);
