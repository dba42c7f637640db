import { Tabs } from "@/components/ui/tabs";
import { pricesHref } from "./spend-address";

/** What calls cost, which models would do as well for less, and the prices they are counted by. */
export const SpendTabs = ({ current }: { readonly current: "spend" | "advice" | "statements" | "prices" }) => (
  <div className="px-2 pb-2 md:px-4">
    <Tabs
      label="Spend"
      tabs={[
        { label: "Explore", href: "/spend", isCurrent: current === "spend" },
        { label: "Advice", href: "/spend/advice", isCurrent: current === "advice" },
        { label: "Statements", href: "/spend/statements", isCurrent: current === "statements" },
        { label: "Prices", href: pricesHref(), isCurrent: current === "prices" },
      ]}
    />
  </div>
);
