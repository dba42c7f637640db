import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useId } from "react";

type HomePartProps = {
  readonly title: string;
  readonly count?: number;
  readonly href: string;
  readonly className: string;
  readonly children: ReactNode;
};

/** One of the parts of the home, in its place where there are two columns; its whole heading leads to the page that has its figures. */
export function HomePart({ title, count, href, className, children }: HomePartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={clsx("min-w-0 border-t border-line pt-3 pb-6", className)}>
      <h2 id={id} className="text-base font-medium text-ink-2">
        <Link href={href} className="-mx-1 flex min-h-11 items-center justify-between gap-4 rounded-sm px-1 hover:bg-sunken md:min-h-8">
          <span>
            {title}
            {count !== undefined && <span className="font-normal text-ink-3"> {count}</span>}
          </span>
          <ChevronRight aria-hidden className="size-4 text-ink-3" />
        </Link>
      </h2>
      {children}
    </section>
  );
}
