import clsx from "clsx";
import Link from "next/link";
import { GRANTS_HREF } from "@/components/grants/grants-address";

/** Where else to look from the queue: under its title on a phone, at its foot where the title's line has no room. */
export const QueueLinks = ({ className }: { readonly className: string }) => (
  <nav aria-label="More of the queue" className={clsx("flex shrink-0 gap-4 text-sm", className)}>
    <Link href="/queue/attainment" className="link max-md:py-1">
      Attainment
    </Link>
    <Link href={GRANTS_HREF} className="link max-md:py-1">
      Standing grants
    </Link>
  </nav>
);
