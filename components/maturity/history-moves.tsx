import Link from "next/link";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { Section } from "@/components/ui/section";
import { formatChange } from "@/server/maturity/core/figure-words";
import type { Dimension } from "@/server/maturity/core/rubric";
import type { MoveRow } from "@/server/maturity/schema";
import { criterionHref } from "./maturity-address";
import { changeWords, prepareMoves, type ToldMove } from "./prepare-history";

const SHOWN = 12;

/** Day by day what moved the score, newest first. */
export function Moves({ moves, of }: { readonly moves: readonly MoveRow[]; readonly of: Dimension | null }) {
  const told = prepareMoves(moves, of);
  return (
    <Section
      title="What moved it"
      note="Newest first. A definition is a query, a threshold, a weight or the rubric; all else is the world."
    >
      {told.length === 0 ? (
        <p className="text-sm text-ink-2">Nothing moved in this time.</p>
      ) : (
        <ol>
          {told.map((one) => (
            <Move key={one.move.to} {...one} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Move({ move: { from, to, byWorld, byDefinition }, levels, criteria }: ToldMove) {
  return (
    <li className="grid gap-x-6 gap-y-1 border-t border-line py-3 text-sm md:grid-cols-[11rem_minmax(0,1fr)]">
      <div>
        <p className="font-medium">{formatDay(to, true)}</p>
        <p className="text-ink-3">since {formatDay(from)}</p>
      </div>
      <div className="min-w-0">
        <p>
          <b className="font-semibold">{formatChange(byWorld + byDefinition)}</b>
          <span className="text-ink-2">
            {" "}
            by the world {formatChange(byWorld)}, by definitions {formatChange(byDefinition)}
          </span>
          {levels.length > 0 && <span className="font-medium"> · {levels.join(" · ")}</span>}
        </p>
        <ul className="mt-1 text-ink-2">
          {criteria.slice(0, SHOWN).map((one) => (
            <li key={one.id}>
              <Link href={criterionHref(one.id)} className="link underline underline-offset-2">
                {one.id}
              </Link>{" "}
              {changeWords(one)}
              {one.by === "definition" && ", by a definition"}
            </li>
          ))}
          {criteria.length > SHOWN && <li>and {criteria.length - SHOWN} more</li>}
        </ul>
      </div>
    </li>
  );
}
