"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast";

/** Offers the rules that Reeve brings, where there are none; for operators. */
export function StartWithDefaults() {
  const trpc = useTRPC();
  const me = useQuery(trpc.identity.account.me.queryOptions());
  const start = useMutation(
    trpc.policies.startWithDefaults.mutationOptions({ onSuccess: () => toast("Reeve's default rules decide now.") }),
  );
  if (!me.data?.roles.includes("operator")) return null;
  return (
    <div className="grid max-w-[60ch] gap-3 text-sm">
      <p className="text-ink-2">
        Reeve brings rules for discounts, refunds, payments, exports, deploys and access rights. They ask any approver where your
        organisation has no group for it, and each can be changed, switched off or removed.
      </p>
      <div>
        <Button variant="primary" isPending={start.isPending} onClick={() => start.mutate()}>
          Start with Reeve's default rules
        </Button>
      </div>
      <FormError>{start.error?.message}</FormError>
    </div>
  );
}
