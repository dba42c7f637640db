"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { type Act, ActDialog } from "./act-dialog";

const editHref = (ruleId: string) => `/policies/${encodeURIComponent(ruleId)}/edit`;

/** What an operator may do with a rule that is in force. */
export function RuleActs({ ruleId }: { readonly ruleId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [act, setAct] = useState<Act | null>(null);
  const policy = useQuery(trpc.policies.policy.queryOptions({ version: null })).data;
  const mayWrite = useQuery(trpc.identity.account.me.queryOptions()).data?.roles.includes("operator") ?? false;
  const rule = policy?.rules.find((each) => each.id === ruleId);
  const isReady = mayWrite && rule !== undefined;
  useKeys(
    isReady
      ? {
          w: { label: "Change the rule", run: () => router.push(editHref(ruleId)) },
          m: { label: "Move the rule", run: () => setAct("move") },
        }
      : {},
    "Rule",
  );
  if (!isReady || policy === undefined) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <ButtonLink href={editHref(ruleId)} size="sm" shortcut="w">
        Change
      </ButtonLink>
      <Button size="sm" shortcut="m" onClick={() => setAct("move")}>
        Move
      </Button>
      {rule.mode !== "enforce" && (
        <Button size="sm" onClick={() => setAct("enforce")}>
          Let it act
        </Button>
      )}
      {rule.mode !== "shadow" && (
        <Button size="sm" onClick={() => setAct("shadow")}>
          Put in shadow
        </Button>
      )}
      {rule.mode !== "off" && (
        <Button size="sm" onClick={() => setAct("off")}>
          Switch off
        </Button>
      )}
      <Button size="sm" variant="quiet" onClick={() => setAct("remove")}>
        Remove
      </Button>
      {act !== null && <ActDialog key={act} act={act} rule={rule} policy={policy} onClose={() => setAct(null)} />}
    </div>
  );
}
