"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { PageHeader } from "@/components/ui/page-header";
import { ChainForm, type Draft, NEW_STEP } from "./chain-form";
import type { Choices } from "./target-fields";
import { chainWords } from "./words";

const parent = (
  <Link className="link" href="/settings/escalation">
    Escalation
  </Link>
);

const FIRST: Draft = { name: "", steps: [NEW_STEP], loops: 0, pauseMinutes: 60, final: { kind: "expire" } };

/** The form of a new chain. */
export function NewChainPage() {
  return (
    <>
      <PageHeader parent={parent} title="New chain" state="Who is told when nobody decides, step after step." />
      <WithChoices>{(choices, names) => <ChainForm saved={null} initial={FIRST} choices={choices} names={names} />}</WithChoices>
    </>
  );
}

/** One chain: its form for those who may change it, its sentence for everyone else. */
export function ChainPage({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.escalation.chain.queryOptions({ id }));
  return (
    <>
      <PageHeader parent={parent} title={query.data?.name ?? "Chain"} state={query.data && `Version ${query.data.version}.`} />
      <Loaded query={query} what="The chain">
        {({ can, version, name, steps, loops, pauseMinutes, final, names: known }) =>
          can.edit ? (
            <WithChoices>
              {(choices, names) => (
                <ChainForm
                  saved={{ id, version }}
                  initial={{ name, steps, loops, pauseMinutes, final }}
                  choices={choices}
                  names={{ ...known, ...names }}
                />
              )}
            </WithChoices>
          ) : (
            <p className="max-w-3xl px-4 py-4 text-sm text-pretty md:px-6">{chainWords({ steps, loops, pauseMinutes, final }, known)}</p>
          )
        }
      </Loaded>
    </>
  );
}

type Render = (choices: Choices, names: { readonly [id: string]: string }) => ReactNode;

/** Whom a chain may name. */
function WithChoices({ children }: { readonly children: Render }) {
  const trpc = useTRPC();
  const directory = useQuery(trpc.identity.directory.queryOptions());
  const onCalls = useQuery(trpc.schedules.onCall.list.queryOptions());
  return (
    <Loaded query={directory} what="People and groups">
      {({ people, groups }) => (
        <Loaded query={onCalls} what="The on-call schedules">
          {({ schedules }) => {
            const inUse = schedules.filter(({ archivedAt }) => archivedAt === null);
            const names = Object.fromEntries([...people, ...groups, ...inUse].map(({ id, name }) => [id, name]));
            return children({ groups, people, onCalls: inUse }, names);
          }}
        </Loaded>
      )}
    </Loaded>
  );
}
