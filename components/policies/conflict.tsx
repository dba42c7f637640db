"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { Definition } from "./rule-definition";

type Props = {
  /** The rule in the form; null for a new one. */
  readonly ruleId: string | null;
  /** The version that the author started from. */
  readonly since: number;
  readonly onAccept: (version: number) => void;
};

/** What others published meanwhile, before one's own change goes on top of it. What was typed stays. */
export function Conflict({ ruleId, since, onAccept }: Props) {
  const trpc = useTRPC();
  const versions = useQuery(trpc.policies.versions.queryOptions({})).data?.items.filter((row) => row.version > since) ?? [];
  const policy = useQuery(trpc.policies.policy.queryOptions({ version: null })).data;
  const base = useQuery(trpc.policies.policy.queryOptions({ version: since })).data;
  const [latest] = versions;
  const theirs = policy?.rules.find((rule) => rule.id === ruleId);
  const isChanged = ruleId !== null && theirs?.version !== base?.rules.find((rule) => rule.id === ruleId)?.version;
  return (
    <section role="alert" aria-label="Someone else published meanwhile" className="grid gap-3 border-l-2 border-warn pl-4 text-sm">
      <p className="font-medium">Someone else published meanwhile. What you typed is kept, and nothing of it is published yet.</p>
      <ul className="grid gap-1">
        {versions.map((row) => (
          <li key={row.version}>
            <Link href={`/policies?version=${row.version}`} target="_blank" className="link">
              Version {row.version}
            </Link>{" "}
            by {row.publishedByName}, <Time at={row.publishedAt} />: “{row.reason}”
          </li>
        ))}
      </ul>
      {ruleId !== null && policy && base && !isChanged && <p className="text-ink-2">This rule is as you opened it.</p>}
      {isChanged && theirs === undefined && policy && (
        <p>This rule was removed. To bring it back, write it as a new rule with another id.</p>
      )}
      {isChanged && theirs !== undefined && (
        <>
          <p>This rule was changed too. It says now:</p>
          <Definition rule={theirs} />
        </>
      )}
      {latest && (ruleId === null || theirs !== undefined) && (
        <div>
          <Button onClick={() => onAccept(latest.version)}>Go on from version {latest.version}</Button>
        </div>
      )}
    </section>
  );
}
