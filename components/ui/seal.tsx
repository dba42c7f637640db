import clsx from "clsx";

/** The word mark's seal: a circle with a check cut into it. Beside a record it may stand only where a proof verifies. */
export const Seal = ({ className }: { readonly className?: string }) => (
  <svg viewBox="0 0 16 16" aria-hidden="true" className={clsx("shrink-0 fill-current", className)}>
    <path fillRule="evenodd" d="M8 .9a7.1 7.1 0 1 1 0 14.2A7.1 7.1 0 0 1 8 .9zm3.86 4.72-.98-.9-3.93 4.3-1.87-1.8-.93.96 2.85 2.75z" />
  </svg>
);
