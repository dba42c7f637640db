import { Tabs } from "@/components/ui/tabs";
import { pricesHref } from "./spend-address";

/** What calls cost, what may be spent, which models would do as well for less, and the prices they are counted by. */
export const SpendTabs = ({
  current,
}: {
  readonly current: "spend" | "budgets" | "advice" | "statements" | "brief" | "attribution" | "prices";
}) => (
  <div className="px-2 pb-2 md:px-4">
    <Tabs
      label="Spend"
      tabs={[
        { label: "Explore", href: "/spend", isCurrent: current === "spend" },
        { label: "Budgets", href: "/spend/budgets", isCurrent: current === "budgets" },
        { label: "Advice", href: "/spend/advice", isCurrent: current === "advice" },
        { label: "Statements", href: "/spend/statements", isCurrent: current === "statements" },
        { label: "In brief", href: "/spend/brief", isCurrent: current === "brief" },
        { label: "Attribution", href: "/spend/attribution", isCurrent: current === "attribution" },
        { label: "Prices", href: pricesHref(), isCurrent: current === "prices" },
      ]}
    />
  </div>
);
