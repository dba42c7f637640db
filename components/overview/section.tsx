import Link from "next/link";
import { type ReactNode, useId } from "react";

type SectionProps = {
  readonly title: string;
  readonly link?: { readonly href: string; readonly label: string };
  readonly children: ReactNode;
};

/** A part of the page between hairlines, with the way to where its figures come from. */
export function Section({ title, link, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line pt-4 pb-8">
      <div className="mb-1 flex min-h-6 items-baseline justify-between gap-4">
        <h2 id={id} className="text-base font-medium text-ink-2">
          {title}
        </h2>
        {link && (
          <Link href={link.href} className="link shrink-0 text-base max-md:-my-3 max-md:py-3">
            {link.label}
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}
