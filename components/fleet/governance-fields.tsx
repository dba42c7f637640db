import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { AI_ACT_CLASSES, AI_ACT_ROLES } from "@/server/fleet/core/vocabulary";
import type { FormInput } from "./agent-form";
import { CLASS_WORDS, ROLE_WORDS } from "./governance-words";

const orNull = (value: string | null) => value?.trim() || null;

/** The first fault of a list: its own, or that of one of its rows. */
const firstFault = (fault: unknown): string | undefined => {
  const all = Array.isArray(fault) ? fault : [fault];
  return all.map((one: { message?: string } | undefined) => one?.message).find((message) => message !== undefined);
};

type Props = { readonly register: UseFormRegister<FormInput>; readonly errors: FieldErrors<FormInput>["agent"] };

/** What people settle about an agent, as fields of its form. */
export function GovernanceFields({ register, errors }: Props) {
  return (
    <>
      <Field className="md:col-span-2" label="Why this tier" error={errors?.riskReason?.message}>
        {(control) => <Textarea {...control} {...register("agent.riskReason", { setValueAs: orNull })} rows={2} />}
      </Field>
      <Field label="Class under the EU AI Act" error={errors?.aiActClass?.message}>
        {(control) => (
          <Select {...control} {...register("agent.aiActClass", { setValueAs: orNull })}>
            <option value="">Not assessed</option>
            {AI_ACT_CLASSES.map((one) => (
              <option key={one} value={one}>
                {CLASS_WORDS[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Our role under it" error={errors?.aiActRole?.message} hint="Provider: we built it. Deployer: we use it.">
        {(control) => (
          <Select {...control} {...register("agent.aiActRole", { setValueAs: orNull })}>
            <option value="">Not settled</option>
            {AI_ACT_ROLES.map((one) => (
              <option key={one} value={one}>
                {ROLE_WORDS[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        className="md:col-span-2"
        label="Out of bounds"
        error={firstFault(errors?.outOfBounds)}
        hint="What it must not be used for, one use a line."
      >
        {(control) => <Textarea {...control} {...register("agent.outOfBounds")} rows={3} />}
      </Field>
      <Field label="Next review" error={errors?.reviewDue?.message} hint="The day by which someone looks at it again.">
        {(control) => <Input {...control} type="date" {...register("agent.reviewDue", { setValueAs: orNull })} />}
      </Field>
    </>
  );
}
