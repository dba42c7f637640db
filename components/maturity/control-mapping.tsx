import type { CriterionDetail } from "@/server/maturity/schema";

/** What of published frameworks a criterion helps to evidence; what nobody has checked says so. */
export function ControlMapping({ maps }: Pick<CriterionDetail, "maps">) {
  const frameworks = [...new Set(maps.map(({ framework }) => framework))];
  if (frameworks.length === 0) return <p className="text-sm text-ink-3">Nothing is mapped to it.</p>;
  return (
    <dl className="grid max-w-[80ch] gap-x-6 gap-y-1.5 text-sm md:grid-cols-[220px_minmax(0,1fr)]">
      {frameworks.map((framework) => (
        <div key={framework} className="contents">
          <dt className="text-ink-3">{framework}</dt>
          <dd>
            {maps
              .filter((one) => one.framework === framework)
              .map(({ ref, isUnverified }) => (isUnverified ? `${ref} (unverified)` : ref))
              .join(", ")}
          </dd>
        </div>
      ))}
    </dl>
  );
}
