"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { TimeZoneField } from "@/components/ui/time-zone-field";
import { toast } from "@/components/ui/toast";
import { ChangeOrganisationInput } from "@/server/identity/schema";
import { SettingsTabs } from "./settings-tabs";
import { SingleOperator } from "./single-operator";

/** Whom this Reeve serves, and the time zone that its hours are counted in. */
export function OrganisationPage() {
  const trpc = useTRPC();
  const organisation = useQuery(trpc.identity.organisation.queryOptions());
  const zone = organisation.data?.timeZone;
  return (
    <>
      <PageHeader title="Organisation" state={zone && `Rules that speak of hours and weekdays mean ${zone}.`} />
      <SettingsTabs />
      <Loaded query={organisation} what="The settings of the organisation">
        {(data) => (
          <>
            {data.canManage ? (
              <OrganisationForm name={data.name} timeZone={data.timeZone} />
            ) : (
              <Facts name={data.name} timeZone={data.timeZone} />
            )}
            <SingleOperator isOn={data.isSingleOperator} canManage={data.canManage} />
          </>
        )}
      </Loaded>
    </>
  );
}

type Form = z.output<typeof ChangeOrganisationInput>;

function OrganisationForm({ name, timeZone }: Form) {
  const trpc = useTRPC();
  const change = useMutation(trpc.identity.changeOrganisation.mutationOptions());
  const form = useForm<Form>({
    resolver: zodResolver(ChangeOrganisationInput),
    values: { name, timeZone },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    try {
      await change.mutateAsync(input);
      form.reset(input);
      toast("Saved.");
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-4 px-4 py-4 md:px-6">
      <Field label="Name" isRequired error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="organization" {...form.register("name")} />}
      </Field>
      <TimeZoneField inForce={timeZone} field={form.register("timeZone")} error={errors.timeZone?.message} />
      {errors.root && (
        <p role="alert" className="text-sm text-danger">
          {errors.root.message}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" disabled={!form.formState.isDirty} isPending={form.formState.isSubmitting}>
          Save
        </Button>
      </div>
    </form>
  );
}

const Facts = ({ name, timeZone }: Form) => (
  <dl className="grid max-w-md grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 px-4 py-4 text-sm md:px-6">
    <dt className="text-ink-3">Name</dt>
    <dd>{name}</dd>
    <dt className="text-ink-3">Time zone</dt>
    <dd>{timeZone}</dd>
  </dl>
);
