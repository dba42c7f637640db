import { Tabs } from "@/components/ui/tabs";

/** The list of traces, who sends them, what is taken out of them, and how long they are kept. */
export const TracesTabs = ({ current }: { readonly current: "traces" | "sources" | "redaction" | "retention" }) => (
  <div className="px-2 pb-2 md:px-4">
    <Tabs
      label="Traces"
      tabs={[
        { label: "Traces", href: "/traces", isCurrent: current === "traces" },
        { label: "Sources", href: "/traces/sources", isCurrent: current === "sources" },
        { label: "Redaction", href: "/traces/redaction", isCurrent: current === "redaction" },
        { label: "Retention", href: "/traces/retention", isCurrent: current === "retention" },
      ]}
    />
  </div>
);
