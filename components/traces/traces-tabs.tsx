import { Tabs } from "@/components/ui/tabs";

/** The list of traces, and who sends them. */
export const TracesTabs = ({ current }: { readonly current: "traces" | "sources" }) => (
  <div className="px-2 pb-2 md:px-4">
    <Tabs
      label="Traces"
      tabs={[
        { label: "Traces", href: "/traces", isCurrent: current === "traces" },
        { label: "Sources", href: "/traces/sources", isCurrent: current === "sources" },
      ]}
    />
  </div>
);
