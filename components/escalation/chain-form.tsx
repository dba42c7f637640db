"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { Chain, Step } from "@/server/escalation/core/chain";
import { ChainInput } from "@/server/escalation/schema";
import { Preview } from "./preview";
import { StepFields } from "./step-fields";
import type { Choices } from "./target-fields";
import { chainWords, minutesWords } from "./words";

export type Draft = Chain & { readonly name: string };
type Errors = Readonly<Record<string, string>>;

export type ChainFormProps = {
  /** The chain as the editor saw it; null for a new one. */
  readonly saved: { readonly id: string; readonly version: number } | null;
  readonly initial: Draft;
  readonly choices: Choices;
  readonly names: { readonly [id: string]: string };
};

export const NEW_STEP: Step = { after: { percentOfSla: 50 }, targets: [{ kind: "stage" }], channels: [], important: false };
const MAX_STEPS = 10;

/** What is typed, and saving it as a chain or as the next version of one. */
function useChain(saved: ChainFormProps["saved"], initial: Draft) {
  const trpc = useTRPC();
  const router = useRouter();
  const create = useMutation(trpc.escalation.createChain.mutationOptions());
  const edit = useMutation(trpc.escalation.editChain.mutationOptions());
  const [version] = useState(saved?.version ?? 0); // as seen here: what others save meanwhile must not pass for it
  const [draft, setDraft] = useState(initial);
  const [errors, setErrors] = useState<Errors>({});
  const submit = async () => {
    const parsed = ChainInput.safeParse(draft);
    if (!parsed.success) return setErrors(Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join("."), message])));
    setErrors({});
    const chain = parsed.data;
    try {
      if (saved === null) await create.mutateAsync(chain);
      else await edit.mutateAsync({ id: saved.id, version, chain });
      toast(saved === null ? `${chain.name} is a chain now.` : "Saved. Requests that wait go on with the version they began with.");
      router.push("/settings/escalation");
    } catch (error) {
      showRefusal<Record<string, string>>(error as Error, (path, { message }) =>
        setErrors((known) => ({ ...known, [path]: message ?? "" })),
      );
    }
  };
  return {
    draft,
    errors,
    isPending: create.isPending || edit.isPending,
    set: (change: Partial<Draft>) => setDraft({ ...draft, ...change }),
    submit,
  };
}

/** Makes a chain, or adds a version to one. */
export function ChainForm({ saved, initial, choices, names }: ChainFormProps) {
  const { draft, errors, isPending, set, submit } = useChain(saved, initial);
  return (
    <div className="grid gap-x-6 xl:grid-cols-[minmax(0,48rem)_minmax(20rem,1fr)]">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="grid gap-6 px-4 py-4 md:px-6"
      >
        <Field label="Name" isRequired error={errors.name}>
          {(control) => <Input {...control} autoComplete="off" value={draft.name} onChange={({ target }) => set({ name: target.value })} />}
        </Field>
        <Steps {...{ draft, choices, names, errors }} onChange={(steps) => set({ steps })} />
        <Ending draft={draft} choices={choices} errors={errors} onChange={set} />
        <p className="text-sm text-pretty text-ink-2">{chainWords(draft, names)}</p>
        <p role="alert" className={errors.root ? "text-sm text-danger" : "hidden"}>
          {errors.root}
        </p>
        <div className="flex gap-2">
          <Button type="submit" variant="primary" isPending={isPending}>
            {saved === null ? "Add the chain" : "Save"}
          </Button>
          <ButtonLink href="/settings/escalation">Cancel</ButtonLink>
        </div>
      </form>
      <aside aria-labelledby="who-is-told" className="border-line max-xl:border-t xl:border-l">
        <h2 id="who-is-told" className="px-4 pt-4 pb-3 text-base font-medium md:px-6">
          Who would be told when
        </h2>
        <Preview draft={draft} />
      </aside>
    </div>
  );
}

type StepsProps = Pick<ChainFormProps, "choices" | "names"> & {
  readonly draft: Draft;
  readonly errors: Errors;
  readonly onChange: (steps: Step[]) => void;
};

/** The steps in their order. */
function Steps({ draft: { steps }, choices, names, errors, onChange }: StepsProps) {
  const raise = (at: number) => {
    const rest = [...steps];
    const [step] = rest.splice(at, 1);
    if (step !== undefined) rest.splice(at - 1, 0, step);
    onChange(rest);
  };
  return (
    <>
      {steps.map((step, at) => (
        <StepFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place
          key={at}
          place={at + 1}
          step={step}
          choices={choices}
          names={names}
          errorOf={(path) => errors[`steps.${at}.${path}`]}
          onChange={(changed) => onChange(steps.map((each, index) => (index === at ? changed : each)))}
          onRaise={at === 0 ? null : () => raise(at)}
          onRemove={steps.length === 1 ? null : () => onChange(steps.filter((_, index) => index !== at))}
        />
      ))}
      {steps.length < MAX_STEPS && (
        <Button className="w-fit" onClick={() => onChange([...steps, { ...NEW_STEP, after: laterThan(steps.at(-1)) }])}>
          <Plus aria-hidden className="size-4" />
          Add a step
        </Button>
      )}
    </>
  );
}

const laterThan = (last: Step | undefined): Step["after"] =>
  last === undefined
    ? NEW_STEP.after
    : "minutes" in last.after
      ? { minutes: last.after.minutes + 60 }
      : { percentOfSla: last.after.percentOfSla + 50 };

type EndingProps = {
  readonly draft: Draft;
  readonly choices: Choices;
  readonly errors: Errors;
  readonly onChange: (change: Partial<Draft>) => void;
};

const pauseWords = (loops: number, minutes: number): string =>
  `${minutes > 0 ? `${minutesWords(minutes)}, ` : ""}${loops === 0 ? "then comes what happens at last" : "then the steps come again, at last what is chosen below"}.`;

/** How often all of it is repeated, and what happens at last. */
function Ending({ draft: { loops, pauseMinutes, final }, choices, errors, onChange }: EndingProps) {
  const setFinal = (kind: string) => {
    if (kind === "reassign") return onChange({ final: { kind, groupId: choices.groups[0]?.id ?? "" } });
    if (kind === "page") return onChange({ final: { kind, onCallId: choices.onCalls[0]?.id ?? "" } });
    onChange({ final: { kind: "expire" } });
  };
  const list = final.kind === "reassign" ? choices.groups : choices.onCalls;
  return (
    <fieldset className="grid min-w-0 gap-4 border-t border-line pt-3 sm:grid-cols-2">
      <legend className="sr-only">After the last step</legend>
      <Field label="Repeat all steps" isRequired error={errors.loops}>
        {(control) => (
          <Select {...control} value={loops} onChange={({ target }) => onChange({ loops: Number(target.value) })}>
            {["not at all", "once", "twice", "3 times", "4 times", "5 times"].map((words, count) => (
              <option key={words} value={count}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Pause after the last step, minutes" isRequired error={errors.pauseMinutes} hint={pauseWords(loops, pauseMinutes)}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={pauseMinutes || ""}
            onChange={({ target }) => onChange({ pauseMinutes: Number(target.value.replace(/\D/g, "")) })}
          />
        )}
      </Field>
      <Field label="At last" isRequired>
        {(control) => (
          <Select {...control} value={final.kind} onChange={({ target }) => setFinal(target.value)}>
            <option value="expire">The request ends, refused</option>
            <option value="reassign">Another group may decide too</option>
            <option value="page">Whoever is on call is paged</option>
          </Select>
        )}
      </Field>
      {final.kind !== "expire" && (
        <Field
          label={final.kind === "reassign" ? "Group" : "On-call schedule"}
          isRequired
          error={errors["final.groupId"] ?? errors["final.onCallId"]}
        >
          {(control) => (
            <Select
              {...control}
              value={final.kind === "reassign" ? final.groupId : final.onCallId}
              onChange={({ target: { value } }) =>
                onChange({ final: final.kind === "reassign" ? { kind: "reassign", groupId: value } : { kind: "page", onCallId: value } })
              }
            >
              {list.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </fieldset>
  );
}
