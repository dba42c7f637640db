import { Tabs } from "@/components/ui/tabs";

export type FleetSection = "agents" | "tools" | "teams" | "loops";

/** The lists of the fleet. */
export function FleetTabs({ current }: { readonly current: FleetSection }) {
  return (
    <div className="px-2 pb-2 md:px-4">
      <Tabs
        label="Fleet"
        tabs={[
          { label: "Agents", href: "/agents", isCurrent: current === "agents" },
          { label: "Tools", href: "/agents/tools", isCurrent: current === "tools" },
          { label: "Teams", href: "/agents/teams", isCurrent: current === "teams" },
          { label: "Loops", href: "/agents/loops", isCurrent: current === "loops" },
        ]}
      />
    </div>
  );
}
