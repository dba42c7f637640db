"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { z } from "zod";
import { Moment } from "@/components/schedules/moment";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useNow } from "@/components/ui/use-now";
import type { PreviewInput, PreviewSeen } from "@/server/approvals/escalation-schema";
import { ChainInput } from "@/server/escalation/schema";
import { ActList } from "./act-list";

const TIERS = ["low", "medium", "high"] as const;
/** The name may come last: it tells nobody. */
const DraftInput = ChainInput.extend({ name: z.string().transform((name) => name.trim() || "Draft") });
const pad = (part: number): string => String(part).padStart(2, "0");

/** A moment as an input of date and time has it, on the reader's clocks. */
const toLocal = (date: Date): string =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;

function toInstant(local: string | null): string | null {
  const date = local === null ? null : new Date(local);
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * Who is told when, for a request that begins at any moment: by what is in force, or by a chain that is being written.
 * What is chosen stands in the address.
 */
export function Preview({ draft = null }: { readonly draft?: unknown }) {
  const now = useNow(60_000);
  const [tier, setTier] = useQueryState("tier", parseAsStringLiteral(TIERS).withDefault("medium"));
  const [ruleId, setRuleId] = useQueryState("rule", parseAsString);
  const [start, setStart] = useQueryState("at", parseAsString);
  const local = start ?? (now === null ? null : toLocal(new Date(now)));
  const startedAt = toInstant(local);
  const isDraft = draft !== null;
  return (
    <div className="grid gap-4 px-4 pb-4 md:px-6">
      <div className={clsx("grid gap-4", isDraft ? "sm:grid-cols-2 xl:grid-cols-1" : "sm:grid-cols-3")}>
        <Field label="A request that begins" isRequired>
          {(control) => (
            <Input {...control} type="datetime-local" value={local ?? ""} onChange={({ target }) => void setStart(target.value || null)} />
          )}
        </Field>
        <Field label="Of risk tier" isRequired>
          {(control) => (
            <Select {...control} value={tier} onChange={({ target }) => void setTier(target.value as (typeof TIERS)[number])}>
              {TIERS.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {!isDraft && <RuleField value={ruleId} onChange={(id) => void setRuleId(id)} />}
      </div>
      {startedAt === null ? (
        <p className="text-sm text-ink-3">Choose a date and a time.</p>
      ) : isDraft ? (
        <OfDraft draft={draft} riskTier={tier} startedAt={startedAt} />
      ) : (
        <Acts input={{ riskTier: tier, ruleId, startedAt }} />
      )}
    </div>
  );
}

/** Whose plan counts: a rule's own, or what its tier says. */
function RuleField({ value, onChange }: { readonly value: string | null; readonly onChange: (ruleId: string | null) => void }) {
  const trpc = useTRPC();
  const policy = useQuery(trpc.policies.policy.queryOptions({ version: null }));
  const rules = (policy.data?.rules ?? []).filter((rule) => rule.effect === "require_approval");
  return (
    <Field label="Sent by" isRequired>
      {(control) => (
        <Select {...control} value={value ?? ""} onChange={({ target }) => onChange(target.value || null)}>
          <option value="">the target of its tier</option>
          {rules.map((rule) => (
            <option key={rule.id} value={rule.id}>
              {rule.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type DraftProps = Pick<PreviewInput, "riskTier" | "startedAt"> & { readonly draft: unknown };

function OfDraft({ draft, ...input }: DraftProps) {
  const parsed = DraftInput.safeParse(draft);
  if (!parsed.success) return <p className="text-sm text-ink-3">Complete the steps to see who would be told.</p>;
  return <Acts input={{ ...input, ruleId: null, draft: parsed.data }} />;
}

function chainSentence({ chain, zone }: Pick<PreviewSeen, "chain" | "zone">): string {
  if (chain === null) return "No chain is chosen, so nobody else is told.";
  return chain.id === null ? `On the clocks of ${zone}.` : `By the chain ${chain.name}, on the clocks of ${zone}.`;
}

function Acts({ input }: { readonly input: PreviewInput }) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.approvals.clock.preview.queryOptions(input), placeholderData: keepPreviousData });
  return (
    <Loaded query={query} what="The preview">
      {({ next, zone, dueAt, expiresAt, chain }) => (
        <div className="grid gap-3" aria-live="polite">
          <ActList acts={next} zone={zone} label="Who is told when" />
          <p className="text-sm text-ink-2">
            Due <Moment at={dueAt} zone={zone} />, ends <Moment at={expiresAt} zone={zone} />. {chainSentence({ chain, zone })}
          </p>
        </div>
      )}
    </Loaded>
  );
}
