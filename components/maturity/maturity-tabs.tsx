import Link from "next/link";
import { Tabs } from "@/components/ui/tabs";

export type MaturitySection = "scorecard" | "teams" | "gaps" | "roadmap" | "readiness" | "history" | "frameworks" | "records";

/** The way up from a page below the scorecard. */
export const MaturityLink = () => (
  <Link href="/maturity" className="hover:underline">
    Maturity
  </Link>
);

/** The pages of the scorecard. */
export function MaturityTabs({ current }: { readonly current: MaturitySection }) {
  return (
    <div className="px-2 pb-2 md:px-4">
      <Tabs
        label="Scorecard"
        tabs={[
          { label: "Scorecard", href: "/maturity", isCurrent: current === "scorecard" },
          { label: "Teams", href: "/maturity/teams", isCurrent: current === "teams" },
          { label: "Gaps", href: "/maturity/gaps", isCurrent: current === "gaps" },
          { label: "Roadmap", href: "/maturity/roadmap", isCurrent: current === "roadmap" },
          { label: "Readiness", href: "/maturity/readiness", isCurrent: current === "readiness" },
          { label: "Frameworks", href: "/maturity/frameworks", isCurrent: current === "frameworks" },
          { label: "Records", href: "/maturity/records", isCurrent: current === "records" },
          { label: "History", href: "/maturity/history", isCurrent: current === "history" },
        ]}
      />
    </div>
  );
}
