"use client";

import { useMutation } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Runs all checks now instead of at night. */
export function EvaluateButton() {
  const evaluate = useMutation(
    useTRPC().maturity.evaluate.mutationOptions({
      onSuccess: () => toast("All criteria were checked."),
      onError: (error) => toast.error(sentenceOf(error)),
    }),
  );
  return (
    <Button isPending={evaluate.isPending} onClick={() => evaluate.mutate()}>
      Check now
    </Button>
  );
}
