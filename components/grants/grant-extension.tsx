"use client";

import { useMutation } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { cleanText } from "@/server/kernel/untrusted";
import type { Grant } from "./grant-type";

/** A later end that somebody asked for, with the second person's buttons. */
export function GrantExtension({ grant }: { readonly grant: Grant }) {
  const trpc = useTRPC();
  const onError = (error: { readonly message: string }) => void toast.error(sentenceOf(error));
  const confirm = useMutation(trpc.grants.confirmExtension.mutationOptions({ onError }));
  const drop = useMutation(trpc.grants.dropExtension.mutationOptions({ onError }));
  const { extension, can, id } = grant;
  if (extension === null) return null;
  const { until, by, reason } = extension;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-l-2 border-info pl-3 text-sm">
      <p className="min-w-0 flex-1 basis-64 text-pretty wrap-anywhere">
        {by.name} asks that it last until <Time at={until} />: “{cleanText(reason).text}” An operator, somebody else, has to confirm it.
      </p>
      {can.confirm && (
        <Button size="sm" variant="primary" isPending={confirm.isPending} onClick={() => confirm.mutate({ id, until })}>
          Confirm the later end
        </Button>
      )}
      {can.withdraw && (
        <Button size="sm" isPending={drop.isPending} onClick={() => drop.mutate({ id, until })}>
          {can.confirm ? "Decline" : "Withdraw"}
        </Button>
      )}
    </div>
  );
}
