"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { TimeZoneField } from "@/components/ui/time-zone-field";
import { toast } from "@/components/ui/toast";
import { OnCallInput } from "@/server/schedules/schema";
import { type Choice, type Layer, type LayerErrors, LayerFields } from "./layer-fields";
import { onCallParent } from "./on-call-seen";
import { onCallHref, onCallQuery } from "./schedules-address";

const MAX_LAYERS = 6;
const today = (): string => new Date().toISOString().slice(0, 10);
const newLayer = (place: number): Layer => ({
  name: place === 1 ? "First line" : `Line ${place}`,
  people: [],
  rotation: "weekly",
  handover: { weekday: "mon", time: "09:00" },
  startsOn: today(),
  restriction: null,
});

/** The form of a new schedule, in the organisation's zone. */
export function NewOnCallPage() {
  const trpc = useTRPC();
  const organisation = useQuery(trpc.identity.organisation.queryOptions());
  return (
    <>
      <PageHeader parent={onCallParent} title="New schedule" state="Who is on duty when: people take turns, in one layer or several." />
      <Loaded query={organisation} what="The settings of the organisation">
        {({ timeZone }) => <OnCallForm saved={null} initial={{ name: "", zone: timeZone, layers: [newLayer(1)] }} former={[]} />}
      </Loaded>
    </>
  );
}

/** The form of a schedule that there is. */
export function EditOnCallPage({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.schedules.onCall.byId.queryOptions(onCallQuery(id, { from: null, weeks: 2 })));
  return (
    <>
      <PageHeader parent={onCallParent} title={query.data ? `Edit ${query.data.name}` : "Edit schedule"} />
      <Loaded query={query} what="The on-call schedule">
        {({ can, name, zone, layers, revision, people }) =>
          can.edit ? (
            <OnCallForm saved={{ id, revision }} initial={{ name, zone, layers }} former={people} />
          ) : (
            <p className="px-4 py-4 text-sm md:px-6">Only operators and administrators change schedules that are in use.</p>
          )
        }
      </Loaded>
    </>
  );
}

type FormProps = {
  readonly saved: { readonly id: string; readonly revision: number } | null;
  readonly initial: OnCallInput;
  /** People of the schedule, who may have left meanwhile. */
  readonly former: readonly Choice[];
};

function OnCallForm({ saved, initial, former }: FormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const directory = useQuery(trpc.identity.directory.queryOptions());
  const create = useMutation(trpc.schedules.onCall.create.mutationOptions());
  const edit = useMutation(trpc.schedules.onCall.edit.mutationOptions());
  const [revision] = useState(saved?.revision ?? 1); // as seen here: what others save meanwhile must not pass for it
  const form = useForm<OnCallInput>({ resolver: zodResolver(OnCallInput), defaultValues: initial });
  const { errors, isSubmitting, isSubmitted } = form.formState;
  const layers = form.watch("layers");
  const active = directory.data?.people ?? [];
  const choices = [...active, ...former.filter(({ id }) => !active.some((person) => person.id === id))];
  const setLayers = (next: Layer[]) => {
    form.setValue("layers", next, { shouldDirty: true });
    if (isSubmitted) void form.trigger(); // all of it: by name, errors deep inside would be dropped
  };
  const raise = (index: number) => {
    const next = [...layers];
    const [layer] = next.splice(index, 1);
    if (layer !== undefined) next.splice(index - 1, 0, layer);
    setLayers(next);
  };
  const submit = form.handleSubmit(async (onCall) => {
    try {
      const { id } = saved === null ? await create.mutateAsync(onCall) : await edit.mutateAsync({ id: saved.id, revision, onCall });
      toast(saved === null ? `${onCall.name} is a schedule now.` : "Saved.");
      router.push(onCallHref(id));
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid max-w-3xl gap-6 px-4 py-4 md:px-6">
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Name" isRequired error={errors.name?.message}>
          {(control) => <Input {...control} autoComplete="off" autoFocus={saved === null} {...form.register("name")} />}
        </Field>
        <TimeZoneField
          inForce={initial.zone}
          field={form.register("zone")}
          error={errors.zone?.message}
          hint="Hand-overs keep to its clocks."
        />
      </div>
      {layers.map((layer, index) => (
        <LayerFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
          key={index}
          place={index + 1}
          layer={layer}
          choices={choices}
          errors={errors.layers?.[index] as LayerErrors}
          onRaise={index === 0 ? null : () => raise(index)}
          onRemove={layers.length === 1 ? null : () => setLayers(layers.filter((_, at) => at !== index))}
          onChange={(next) => setLayers(layers.map((each, at) => (at === index ? next : each)))}
        />
      ))}
      <div className="border-t border-line pt-3">
        <Button size="sm" disabled={layers.length >= MAX_LAYERS} onClick={() => setLayers([...layers, newLayer(layers.length + 1)])}>
          <Plus aria-hidden />
          Add a layer
        </Button>
        <p className="mt-1 text-xs text-ink-3">The first layer that has somebody on duty wins. Further ones fill its gaps.</p>
      </div>
      {(errors.layers?.message ?? errors.root?.message) && (
        <p role="alert" className="text-sm text-pretty text-danger">
          {errors.layers?.message ?? errors.root?.message}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isSubmitting}>
          {saved === null ? "Add the schedule" : "Save"}
        </Button>
        <ButtonLink href={saved === null ? "/settings/on-call" : onCallHref(saved.id)}>Cancel</ButtonLink>
      </div>
    </form>
  );
}
