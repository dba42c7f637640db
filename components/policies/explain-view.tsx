"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { RevealNote, useReveal } from "@/components/approvals/reveal-note";
import { ByGrant } from "@/components/grants/given-grants";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Mono } from "@/components/ui/mono";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { ActionDetail } from "@/server/actions/schema";
import { isId } from "@/server/kernel/ids";
import { DecisionMark } from "./effect-mark";
import { Explanation } from "./explanation";
import { QueryError } from "./query-error";
import { useAddress } from "./use-address";

/** Why a recorded decision came out as it did, from the trace that was stored with it. */
export function ExplainView() {
  const [{ action }] = useAddress();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6">
      <div className="flex max-w-[52rem] flex-col gap-6">
        <PickAction key={action} initial={action ?? ""} />
        {action === null ? <Recent /> : <Decision actionId={action} />}
      </div>
    </div>
  );
}

function PickAction({ initial }: { readonly initial: string }) {
  const [, setAddress] = useAddress();
  const [text, setText] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = text.trim();
    if (!isId("action", id)) return setError("An action's id begins with act_, as decisions and audit entries show it.");
    setError(null);
    void setAddress({ view: "explain", action: id });
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2" noValidate>
      <Field label="Action" error={error} isRequired className="flex-1">
        {(control) => (
          <Input
            {...control}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="act_…"
            className="font-mono"
            spellCheck={false}
          />
        )}
      </Field>
      <Button type="submit" className={error ? "mb-5" : undefined}>
        Explain
      </Button>
    </form>
  );
}

function Recent() {
  const trpc = useTRPC();
  const query = useQuery(trpc.actions.list.queryOptions({ limit: 25 }));
  if (query.isError) return <QueryError query={query} title="Recent decisions could not be read." />;
  if (query.isPending) return <SkeletonRows rows={8} label="Reading recent decisions" />;
  if (query.data.items.length === 0)
    return <EmptyState title="Recent decisions will be here.">No agent has proposed anything yet.</EmptyState>;
  return (
    <section aria-labelledby="recent">
      <h2 id="recent" className="text-base font-medium">
        Recent decisions
      </h2>
      <ul className="mt-2 border-t border-line">
        {query.data.items.map((action) => (
          <li
            key={action.id}
            className="relative grid items-baseline gap-x-4 border-b border-line py-2 text-sm hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_9rem_8rem_6.5rem]"
          >
            <Link
              href={`/policies?view=explain&action=${action.id}`}
              className="min-w-0 font-medium after:absolute after:inset-0 wrap-anywhere focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {action.summary}
            </Link>
            {/* On a phone these three share the line below. */}
            <span className="contents max-sm:flex max-sm:flex-wrap max-sm:gap-x-3">
              <span className="truncate text-ink-2">{action.agentName}</span>
              <DecisionMark decision={action.decision} />
              <span className="text-ink-3 sm:text-right">
                <Time at={action.createdAt} format="relative" />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decision({ actionId }: { readonly actionId: string }) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.actions.byId.queryOptions({ id: actionId }), enabled: isId("action", actionId) });
  if (!isId("action", actionId))
    return (
      <ErrorState title="This is not an action's id.">Ids of actions begin with act_. Pick a decision, or paste its id above.</ErrorState>
    );
  if (query.isError) return <QueryError query={query} title="The decision could not be read." />;
  if (query.isPending) return <SkeletonRows rows={10} label="Reading the decision" />;
  return <Loaded action={query.data} />;
}

type Decided = Pick<
  ActionDetail,
  | "id"
  | "summary"
  | "resource"
  | "hiddenBecause"
  | "canReveal"
  | "agentName"
  | "toolName"
  | "createdAt"
  | "decision"
  | "cause"
  | "reason"
  | "args"
  | "record"
>;

function Loaded({ action }: { readonly action: Decided }) {
  const reveal = useReveal(action.id);
  const { evaluation, facts, check } = action.record;
  const { args, resource } = reveal.revealed ?? action;
  return (
    <>
      <section aria-label="The call" className="flex flex-col gap-1">
        <h2 className="text-xl font-semibold tracking-tight wrap-anywhere">{action.summary}</h2>
        <p className="text-sm text-ink-2">
          {action.agentName} called <Mono>{action.toolName}</Mono> at <Time at={action.createdAt} precision="second" />. Now:{" "}
          <DecisionMark decision={action.decision} />, cause {action.cause}.
        </p>
        {action.record.grantId !== undefined && <ByGrant actionId={action.id} />}
        <RevealNote action={action} title={action.summary} reveal={reveal} />
      </section>
      {evaluation === null ? (
        <EndedBefore check={check} reason={action.reason} />
      ) : (
        <Explanation evaluation={evaluation} facts={{ ...facts, args, resource }} />
      )}
    </>
  );
}

const EndedBefore = ({ check, reason }: { readonly check: string; readonly reason: string }) => (
  <section aria-label="Verdict" className="text-sm">
    <p className="text-lg">Ended before the policy was asked</p>
    <p className="text-ink-2">
      The check “{check.replaceAll("_", " ")}” answered: “{reason}”
    </p>
  </section>
);
