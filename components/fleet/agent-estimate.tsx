"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { amountOf, typedOf } from "@/components/budgets/prepare-budgets";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { usdWords } from "@/server/kernel/money";
import { type AgentEstimate, SetEstimateInput } from "@/server/spend/overrun-schema";
import { Facts, PageSection } from "./page-section";

/** What the agent was expected to do and to cost, what it does, and whether it left that behind. */
export function AgentEstimateSection({ name }: { readonly name: string }) {
  const data = useQuery(useTRPC().spend.estimates.of.queryOptions({ agent: name })).data;
  const [isEditing, setEditing] = useState(false);
  if (data === undefined) return null;
  const { estimate, actual, overrun, can } = data;
  return (
    <PageSection
      title="What it costs"
      action={
        can.edit && (
          <Button size="sm" onClick={() => setEditing(true)}>
            {estimate === null ? "Set an estimate" : "Change the estimate"}
          </Button>
        )
      }
    >
      {overrun !== null && <p className="max-w-[80ch] px-4 pb-3 text-sm font-medium text-pretty text-warn md:px-6">{overrun}</p>}
      <Facts
        facts={[
          {
            label: "Expected",
            value:
              estimate === null ? (
                <span className="text-ink-3">Nobody has said.</span>
              ) : (
                <>
                  {formatCount(estimate.runsPerMonth)} runs a month at {usdWords(estimate.costPerRunMicroUsd)} each,{" "}
                  <span className="text-ink-3">
                    said by {estimate.by}, <Time at={estimate.at} />
                  </span>
                </>
              ),
          },
          {
            label: "Now",
            value:
              actual === null ? (
                <span className="text-ink-3">Nothing priced is on record in the last 30 days.</span>
              ) : (
                <Actual actual={actual} />
              ),
          },
        ]}
      />
      {isEditing && <EstimateForm data={data} onClose={() => setEditing(false)} />}
    </PageSection>
  );
}

const Actual = ({ actual }: { readonly actual: NonNullable<AgentEstimate["actual"]> }) => (
  <>
    {formatCount(actual.runsPerMonth)} runs a month
    {actual.perRunMicroUsd !== null && ` at ${usdWords(actual.perRunMicroUsd)} each`}, {usdWords(actual.perMonthMicroUsd)} a month{" "}
    <span className="text-ink-3">
      ({formatCount(actual.runs)} runs in {actual.days} days)
    </span>
  </>
);

type Values = { readonly runsPerMonth: string; readonly costPerRunMicroUsd: string };

function EstimateForm({ data: { agent, estimate }, onClose }: { readonly data: AgentEstimate; readonly onClose: () => void }) {
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: {
      runsPerMonth: estimate === null ? "" : String(estimate.runsPerMonth),
      costPerRunMicroUsd: estimate === null ? "" : exactly(estimate.costPerRunMicroUsd),
    },
  });
  const save = useMutation(
    useTRPC().spend.estimates.set.mutationOptions({
      onSuccess: () => {
        toast("Saved.");
        onClose();
      },
      onError: (error) => showRefusal(error, setError),
    }),
  );
  const send = ({ runsPerMonth, costPerRunMicroUsd }: Values) => {
    const read = SetEstimateInput.safeParse({
      agent,
      revision: estimate?.revision ?? 0,
      runsPerMonth: Number(runsPerMonth.replaceAll(",", "") || Number.NaN),
      costPerRunMicroUsd: amountOf("money", costPerRunMicroUsd) ?? "",
    });
    if (read.success) save.mutate(read.data);
    else for (const { path, message } of read.error.issues) setError(path[0] as keyof Values, { message });
  };
  const { errors } = formState;
  return (
    <FormDialog
      title={`What ${agent} is expected to cost`}
      description="Its owner and the operators are told when it costs a quarter more."
      verb="Save"
      isPending={save.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(send)}
    >
      <Field label="Runs a month" isRequired error={errors.runsPerMonth?.message ?? null}>
        {(control) => <Input {...control} {...register("runsPerMonth")} inputMode="numeric" autoComplete="off" />}
      </Field>
      <Field label="Cost of a run" isRequired hint="US dollars, to a millionth." error={errors.costPerRunMicroUsd?.message ?? null}>
        {(control) => <Input {...control} {...register("costPerRunMicroUsd")} inputMode="decimal" autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

/** A small amount keeps all its decimals. */
const exactly = (micro: string): string => (BigInt(micro) % 10_000n === 0n ? typedOf("money", micro) : String(Number(micro) / 1e6));
