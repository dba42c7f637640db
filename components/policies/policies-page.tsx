"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import type { PolicyPage } from "@/server/policies/schema";
import { ExplainView } from "./explain-view";
import { RulesView } from "./rules-view";
import { TryView } from "./try-view";
import { useAddress, type View, viewOf } from "./use-address";
import { VersionsView } from "./versions-view";

const LABELS = { rules: "Rules", versions: "Versions", explain: "Explain", try: "Try it" } as const satisfies Record<View, string>;
const HREFS = {
  rules: "/policies",
  versions: "/policies?view=versions",
  explain: "/policies?view=explain",
  try: "/policies?view=try",
} as const satisfies Record<View, string>;

const VIEW_COMPONENTS = { rules: RulesView, versions: VersionsView, explain: ExplainView, try: TryView } as const;

function State({ policy }: { readonly policy: PolicyPage }) {
  if (policy.publishedAt === null) return "No rules yet: reading is allowed, everything else waits for a person.";
  const acting = policy.rules.filter((rule) => rule.mode === "enforce").length;
  const shadow = policy.rules.filter((rule) => rule.mode === "shadow").length;
  const off = policy.rules.filter((rule) => rule.mode === "off").length;
  return (
    <>
      Version {policy.version} decides since <Time at={policy.publishedAt} />: {acting} {acting === 1 ? "rule acts" : "rules act"}
      {shadow > 0 && `, ${shadow} in shadow`}
      {off > 0 && `, ${off} off`}.
    </>
  );
}

/** The rules that agents are held to, how they came about, and why a decision came out as it did. */
export function PoliciesPage() {
  const trpc = useTRPC();
  const [address, setAddress] = useAddress();
  const view = viewOf(address);
  const { data: policy } = useQuery(trpc.policies.policy.queryOptions({ version: null }));
  const mayWrite = useQuery(trpc.identity.account.me.queryOptions()).data?.roles.includes("operator") ?? false;
  const router = useRouter();
  const open = (next: View) => void setAddress({ view: next, rule: null, version: null, action: null });
  useKeys({
    r: { label: "Rules", run: () => open("rules") },
    v: { label: "Versions", run: () => open("versions") },
    e: { label: "Explain a decision", run: () => open("explain") },
    t: { label: "Try the rules out", run: () => open("try") },
    ...(mayWrite && { n: { label: "Add a rule", run: () => router.push("/policies/new") } }),
  });
  const Current = VIEW_COMPONENTS[view];
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <PageHeader
        title="Policies"
        state={policy ? <State policy={policy} /> : "Reading the rules in force…"}
        actions={
          mayWrite && (
            <ButtonLink href="/policies/new" variant={policy?.publishedAt === null ? "default" : "primary"} shortcut="n">
              Add a rule
            </ButtonLink>
          )
        }
      />
      <div className="border-b border-line px-2 pb-2 md:px-4">
        <Tabs
          label="Policies"
          tabs={(Object.keys(LABELS) as View[]).map((key) => ({ label: LABELS[key], href: HREFS[key], isCurrent: key === view }))}
        />
      </div>
      <Current />
    </div>
  );
}
