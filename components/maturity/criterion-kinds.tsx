import Link from "next/link";
import { addRecordHref } from "@/components/records/records-address";
import { kindsOf, specOf } from "@/server/records/core/kinds";

/** The kinds of records that a criterion is computed from, each leading to the form that adds one. */
export function CriterionKinds({ criterion }: { readonly criterion: string }) {
  const kinds = kindsOf(criterion);
  if (kinds.length === 0) return null;
  return (
    <p className="mt-2 max-w-[75ch] text-base text-pretty text-ink-2">
      <b className="font-medium text-ink">It is computed from records:</b>{" "}
      {kinds.map((kind, i) => (
        <span key={kind}>
          {i > 0 && ", "}
          <Link className="link underline underline-offset-2" href={addRecordHref(kind)}>
            {specOf(kind).label}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}
