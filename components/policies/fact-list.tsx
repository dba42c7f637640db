import type { ReactNode } from "react";
import type { Facts } from "@/server/policies/schema";
import { factText, sideEffectWords } from "./prepare-rule";

/** The facts that a decision rested on, grouped as conditions name them. Unknown is said, never left out. */
export function FactList({ facts }: { readonly facts: Facts }) {
  const { agent, tool, impact, run, initiator, time } = facts;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="text-base font-medium">
        Facts used
      </h2>
      <dl className="mt-2 grid grid-cols-[5.75rem_minmax(0,1fr)] gap-x-3 gap-y-2 border-t border-line pt-3 text-sm">
        <Group name="agent">
          <Fact name="name" value={agent.name} />
          <Fact name="team" value={agent.team} />
          <Fact name="riskTier" value={agent.riskTier} />
          <Fact name="environment" value={agent.environment} />
          <Fact name="state" value={agent.state} />
          <Fact name="isRegistered" value={agent.isRegistered} />
        </Group>
        <Group name="tool">
          <Fact name="name" value={tool.name} />
          <Fact name="version" value={tool.version} />
          <Fact name="sideEffect" value={`${tool.sideEffect} (${sideEffectWords(tool.sideEffect)})`} />
          <Fact name="isRegistered" value={tool.isRegistered} />
          <Fact name="isGranted" value={tool.isGranted} />
        </Group>
        <Group name="args">
          {Object.entries(facts.args).map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
          {Object.keys(facts.args).length === 0 && <span className="text-ink-3">none</span>}
        </Group>
        <Group name="resource">
          <span className="wrap-anywhere">{factText(facts.resource)}</span>
        </Group>
        <Group name="impact">
          <Fact name="amountUsd" value={usd(impact?.amountMicroUsd)} />
          <Fact name="records" value={impact?.records} />
          <Fact name="external" value={impact?.external} />
          <Fact name="reversible" value={impact?.reversible} />
        </Group>
        <Group name="run">
          <Fact name="id" value={run?.id} />
          <Fact name="taskClass" value={run?.taskClass} />
        </Group>
        <Group name="initiator">
          <Fact name="type" value={initiator.type} />
          <Fact name="id" value={initiator.id} />
        </Group>
        <Group name="time">
          <Fact name="hour" value={time.hour} />
          <Fact name="weekday" value={time.weekday} />
          <Fact name="zone" value={time.zone} />
        </Group>
      </dl>
    </section>
  );
}

const usd = (micro: string | null | undefined) => (micro === null || micro === undefined ? null : Number(micro) / 1_000_000);

const Group = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="font-mono text-xs/5 text-ink-3">{name}</dt>
    <dd className="flex min-w-0 flex-wrap gap-x-4 gap-y-0.5">{children}</dd>
  </>
);

const Fact = ({ name, value }: { readonly name: string; readonly value: unknown }) => (
  <span className="min-w-0 wrap-anywhere">
    <span className="text-ink-3">{name} </span>
    {factText(value)}
  </span>
);
