import { buttonLook } from "@/components/ui/button";

const DAY_MS = 86_400_000;

/** The days of the page as a file of FOCUS 1.2, all teams of them. */
export function FocusLink({ days }: { readonly days: readonly [string, string] }) {
  const to = new Date(Date.parse(days[1]) + DAY_MS).toISOString().slice(0, 10);
  return (
    <a
      href={`/api/spend/focus?from=${days[0]}&to=${to}`}
      download
      className={buttonLook({}, "")}
      title="All teams, in the format of the FinOps Open Cost and Usage Specification, 1.2"
    >
      Export FOCUS CSV
    </a>
  );
}
