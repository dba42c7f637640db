import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { criterionHref } from "@/components/maturity/maturity-address";
import { DIMENSIONS } from "@/server/maturity/core/rubric";
import type { Home, HomeRisk } from "@/server/overview/home-schema";
import { HomePart } from "./home-part";

const LOOKS = { high: ["High", "text-danger"], medium: ["Medium", "text-warn"], low: ["Low", "text-ink-2"] } as const;

/** What is open and worth closing first, with whoever closes it. */
export function HomeRisks({ risks: { total, rows } }: { readonly risks: NonNullable<Home["risks"]> }) {
  return (
    <HomePart title="Open risks" count={total} href="/maturity/gaps" className="md:col-start-2 md:row-span-2 md:row-start-2">
      {rows.length === 0 ? (
        <p className="text-base text-ink-2">Nothing is open up to the targets.</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <Risk key={row.id} {...row} />
          ))}
        </ul>
      )}
    </HomePart>
  );
}

function Risk({ id, text, dimension, severity, owner, dueOn, isLate }: HomeRisk) {
  const [word, color] = LOOKS[severity];
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        href={criterionHref(id)}
        className="-mx-1 grid grid-cols-[4.5rem_minmax(0,1fr)_auto] items-center gap-x-2 rounded-sm px-1 py-2 text-base hover:bg-sunken"
      >
        <span className={clsx("font-medium", color)}>{word}</span>
        <span className="min-w-0">
          <span className="block font-medium text-pretty">{text}</span>
          <span className="block text-sm text-ink-3">
            {DIMENSIONS[dimension]} · {owner ?? "nobody yet"}
            {dueOn !== null && ` · ${formatDay(dueOn)}`}
            {isLate && <span className="text-danger">, late</span>}
          </span>
        </span>
        <ChevronRight aria-hidden className="size-4 text-ink-3" />
      </Link>
    </li>
  );
}
