import Link from "next/link";
import type { ComponentProps } from "react";
import { buttonLook, type Look, Shortcut } from "./button";

// Apart from the button: the failure pages need a button and no router.
export type ButtonLinkProps = ComponentProps<typeof Link> & Look;

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ variant, size, shortcut, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link className={buttonLook({ variant, size }, className)} aria-keyshortcuts={shortcut} {...rest}>
      {children}
      {shortcut && <Shortcut keys={shortcut} variant={variant} />}
    </Link>
  );
}
