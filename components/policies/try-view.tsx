"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { Explanation } from "./explanation";
import { checkTry, type TryFields } from "./prepare-try";
import { QueryError } from "./query-error";
import { useAddress } from "./use-address";

/** Asks the rules in force about a call that nobody makes: nothing is proposed and nothing is stored. */
export function TryView() {
  const [{ agent, tool, args, amount }] = useAddress();
  const given = { agent, tool, args, amount };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6">
      <div className="grid max-w-[76rem] gap-x-10 gap-y-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <TryForm key={JSON.stringify(given)} given={given} />
        <Answer given={given} />
      </div>
    </div>
  );
}

function TryForm({ given }: { readonly given: TryFields }) {
  const trpc = useTRPC();
  const [, setAddress] = useAddress();
  const [fields, setFields] = useState(given);
  const [errors, setErrors] = useState<Partial<Record<keyof TryFields, string>>>({});
  const agents = useQuery(trpc.fleet.agents.queryOptions({ group: "all", limit: 200 })).data?.items ?? [];
  const tools = useQuery(trpc.fleet.tools.queryOptions()).data ?? [];
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const checked = checkTry(fields);
    setErrors(checked.errors);
    if (checked.input !== null) void setAddress({ view: "try", ...fields });
  };
  useKeys({ "Mod+Enter": { label: "Ask the rules", run: () => submit(), worksInFields: true } }, "Try it");
  const bind = (name: keyof TryFields) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4" aria-label="A call to try">
      <p className="text-sm text-ink-2">A call that nobody makes. Nothing is proposed, nothing is stored.</p>
      <Field label="Agent" error={errors.agent} isRequired>
        {(control) => (
          <Input {...control} {...bind("agent")} list="try-agents" placeholder="sales-agent" spellCheck={false} autoComplete="off" />
        )}
      </Field>
      <Field label="Tool" error={errors.tool} isRequired>
        {(control) => (
          <Input {...control} {...bind("tool")} list="try-tools" placeholder="crm.apply_discount" spellCheck={false} autoComplete="off" />
        )}
      </Field>
      <Field label="Arguments" hint="A JSON object" error={errors.args}>
        {(control) => (
          <Textarea {...control} {...bind("args")} rows={4} placeholder='{ "percent": 50 }' className="font-mono" spellCheck={false} />
        )}
      </Field>
      <Field label="Money at stake" hint="In US dollars, as the agent would state it" error={errors.amount}>
        {(control) => <Input {...control} {...bind("amount")} inputMode="decimal" placeholder="1200000" autoComplete="off" />}
      </Field>
      <datalist id="try-agents">
        {agents.map((agent) => (
          <option key={agent.id} value={agent.name} />
        ))}
      </datalist>
      <datalist id="try-tools">
        {tools.map((tool) => (
          <option key={tool.id} value={tool.name} />
        ))}
      </datalist>
      <div>
        <Button type="submit" variant="primary">
          Ask the rules
        </Button>
      </div>
    </form>
  );
}

function Answer({ given }: { readonly given: TryFields }) {
  const trpc = useTRPC();
  const { input } = checkTry(given);
  const query = useQuery({
    ...trpc.policies.tryOut.queryOptions(input ?? { agent: "", tool: "" }),
    enabled: input !== null,
    placeholderData: keepPreviousData,
  });
  if (input === null) {
    return (
      <div className="-mx-4 md:-mx-6 lg:-mt-10">
        <EmptyState title="The answer of the rules will be here.">Name an agent and a tool, and ask.</EmptyState>
      </div>
    );
  }
  if (query.isError) return <QueryError query={query} title="The rules could not be asked." />;
  if (query.isPending) return <SkeletonRows rows={8} label="Asking the rules" />;
  return (
    <div aria-live="polite">
      <Explanation evaluation={query.data.evaluation} facts={query.data.facts} />
    </div>
  );
}
