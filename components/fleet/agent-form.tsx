"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { fieldErrorsOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { ENVIRONMENTS, RISK_TIERS } from "@/server/fleet/core/vocabulary";
import { AgentInput, type AgentRow, RegisterAgentInput, UpdateAgentInput } from "@/server/fleet/schema";
import { GovernanceFields } from "./governance-fields";
import { riskWord } from "./risk-tier";

// In the form someone must answer for an agent and say what it is for; the contract itself asks for less.
const answered = {
  owner: z.email("Choose who answers for the agent."),
  purpose: z.string().trim().min(1, "Say what the agent is for.").max(2_000),
  // One use a line; empty lines say nothing.
  outOfBounds: z
    .string()
    .transform((lines) => lines.split("\n").flatMap((line) => line.trim() || []))
    .pipe(AgentInput.shape.outOfBounds.unwrap()),
};
const RegisterForm = RegisterAgentInput.extend({ agent: RegisterAgentInput.shape.agent.extend(answered) });
const UpdateForm = UpdateAgentInput.extend({ agent: UpdateAgentInput.shape.agent.extend(answered) });
export type FormInput = z.input<typeof UpdateForm>;
type FormValues = z.output<typeof UpdateForm>;
type Mode = "new" | "shadow" | "edit";

const WORDS = {
  new: { title: "Register an agent", description: "The gate knows it by this name from now on.", submit: "Register" },
  shadow: {
    title: "Register a shadow agent",
    description: "It has asked the gate already. From now on someone answers for it.",
    submit: "Register",
  },
  edit: { title: "Edit the agent", description: "Changes count from the next call on.", submit: "Save" },
} as const satisfies Record<Mode, object>;

type Props = {
  /** The agent to edit, a shadow to register, or null for a new one. */
  readonly agent: AgentRow | null;
  readonly onClose: () => void;
  readonly onDone?: (name: string) => void;
};

const modeOf = (agent: AgentRow | null): Mode => (agent === null ? "new" : agent.state === "shadow" ? "shadow" : "edit");

function settledOf(agent: AgentRow | null) {
  if (agent === null) return { outOfBounds: "" };
  const { riskReason, aiActRole, aiActClass, outOfBounds, reviewDue } = agent;
  return { riskReason, aiActRole, aiActClass, outOfBounds: outOfBounds.join("\n"), reviewDue };
}

function startOf(agent: AgentRow | null, mode: Mode): FormInput {
  return {
    name: agent?.name ?? "",
    agent: {
      purpose: agent?.purpose ?? "",
      owner: agent?.owner?.email ?? "",
      team: agent?.team?.name ?? null,
      riskTier: agent?.riskTier ?? "medium",
      ...settledOf(agent),
      environment: agent === null || agent.environment === "unknown" ? "production" : agent.environment,
      ...(mode === "edit" ? {} : { state: "draft" as const }),
      ...(agent === null ? {} : { revision: agent.revision }),
    },
  };
}

/** Registers an agent, or edits one, in a dialog. */
export function AgentForm({ agent, onClose, onDone }: Props) {
  const trpc = useTRPC();
  const mode = modeOf(agent);
  const words = WORDS[mode];
  const owners = useQuery(trpc.fleet.owners.queryOptions());
  const teams = useQuery(trpc.fleet.teams.queryOptions());
  const { register, handleSubmit, setError, formState } = useForm<FormInput, unknown, FormValues>({
    resolver: zodResolver(mode === "new" ? RegisterForm : UpdateForm),
    values: undefined,
    defaultValues: startOf(agent, mode),
  });
  const onError = (error: Parameters<typeof fieldErrorsOf>[0]) => {
    for (const { path, message } of fieldErrorsOf(error)) setError(path === "name" ? "name" : `agent.${path as "owner"}`, { message });
  };
  const onSuccess = ({ name }: { name: string }) => {
    toast(mode === "edit" ? "Saved." : `${name} is registered.`);
    onClose();
    onDone?.(name);
  };
  const create = useMutation(trpc.fleet.registerAgent.mutationOptions({ onError, onSuccess }));
  const update = useMutation(trpc.fleet.updateAgent.mutationOptions({ onError, onSuccess }));
  const save = mode === "new" ? create : update;
  const { errors } = formState;
  const people = owners.data ?? (agent?.owner ? [agent.owner] : []);
  const teamNames = (teams.data ?? []).filter((team) => team.archivedAt === null || team.id === agent?.team?.id).map((team) => team.name);

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="agent-form" variant="primary" isPending={save.isPending}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form
        id="agent-form"
        className="grid gap-4 md:grid-cols-2"
        onSubmit={(event) => void handleSubmit((values) => save.mutate(values))(event)}
        noValidate
      >
        {mode === "new" ? (
          <Field
            className="md:col-span-2"
            label="Name"
            isRequired
            error={errors.name?.message}
            hint="As the agent calls itself, e.g. sales-agent. It cannot be changed later."
          >
            {(control) => <Input {...control} {...register("name")} className="font-mono" autoComplete="off" spellCheck={false} />}
          </Field>
        ) : (
          <p className="font-mono md:col-span-2">{agent?.name}</p>
        )}
        <Field className="md:col-span-2" label="Purpose" isRequired error={errors.agent?.purpose?.message}>
          {(control) => <Textarea {...control} {...register("agent.purpose")} rows={2} />}
        </Field>
        <Field
          label="Owner"
          isRequired
          error={errors.agent?.owner?.message}
          hint="Answers for the agent, and decides on none of its actions."
        >
          {(control) => (
            <Select key={people.length} {...control} {...register("agent.owner")}>
              <option value="">Choose</option>
              {people.map((person) => (
                <option key={person.id} value={person.email}>
                  {person.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Team" error={errors.agent?.team?.message}>
          {(control) => (
            <Select
              key={teamNames.length}
              {...control}
              {...register("agent.team", { setValueAs: (value: string | null) => value || null })}
            >
              <option value="">No team</option>
              {teamNames.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Risk tier" isRequired error={errors.agent?.riskTier?.message} hint="What it could break at worst.">
          {(control) => (
            <Select {...control} {...register("agent.riskTier")}>
              {RISK_TIERS.map((tier) => (
                <option key={tier} value={tier}>
                  {riskWord(tier)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Environment" isRequired error={errors.agent?.environment?.message}>
          {(control) => (
            <Select {...control} {...register("agent.environment")}>
              {ENVIRONMENTS.map((environment) => (
                <option key={environment}>{environment}</option>
              ))}
            </Select>
          )}
        </Field>
        <GovernanceFields register={register} errors={errors.agent} />
        {mode !== "edit" && (
          <Field label="State" isRequired error={errors.agent?.state?.message} hint="Policy can tell drafts from live agents.">
            {(control) => (
              <Select {...control} {...register("agent.state")}>
                <option value="draft">Draft</option>
                <option value="live">Live</option>
              </Select>
            )}
          </Field>
        )}
        <FormError className="md:col-span-2">{fieldErrorsOf(save.error).length === 0 && save.error?.message}</FormError>
      </form>
    </Dialog>
  );
}
