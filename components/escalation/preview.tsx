"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { Moment } from "@/components/schedules/moment";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useNow } from "@/components/ui/use-now";
import { ActList } from "./act-list";

const TIERS = ["low", "medium", "high"] as const;
const pad = (part: number): string => String(part).padStart(2, "0");

/** A moment as an input of date and time has it, on the reader's clocks. */
const toLocal = (date: Date): string =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;

/** Who is told when, for a request that begins at any moment. What is chosen stands in the address. */
export function Preview() {
  const trpc = useTRPC();
  const now = useNow(60_000);
  const [tier, setTier] = useQueryState("tier", parseAsStringLiteral(TIERS).withDefault("medium"));
  const [ruleId, setRuleId] = useQueryState("rule", parseAsString);
  const [start, setStart] = useQueryState("at", parseAsString);
  const policy = useQuery(trpc.policies.policy.queryOptions({ version: null }));
  const rules = (policy.data?.rules ?? []).filter((rule) => rule.effect === "require_approval");
  const local = start ?? (now === null ? null : toLocal(new Date(now)));
  const from = local === null ? null : new Date(local);
  const startedAt = from === null || Number.isNaN(from.getTime()) ? null : from.toISOString();
  const query = useQuery({
    ...trpc.approvals.clock.preview.queryOptions({ riskTier: tier, ruleId, startedAt: startedAt ?? "" }),
    enabled: startedAt !== null,
  });
  return (
    <div className="grid gap-4 px-4 pb-4 md:px-6">
      <div className="grid gap-4 sm:grid-cols-3">
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
        <Field label="Sent by" isRequired>
          {(control) => (
            <Select {...control} value={ruleId ?? ""} onChange={({ target }) => void setRuleId(target.value || null)}>
              <option value="">the target of its tier</option>
              {rules.map((rule) => (
                <option key={rule.id} value={rule.id}>
                  {rule.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {startedAt === null ? (
        <p className="text-sm text-ink-3">Choose a date and a time.</p>
      ) : (
        <Loaded query={query} what="The preview">
          {({ next, zone, dueAt, expiresAt, chain }) => (
            <div className="grid gap-3" aria-live="polite">
              <ActList acts={next} zone={zone} label="Who is told when" />
              <p className="text-sm text-ink-2">
                Due <Moment at={dueAt} zone={zone} />, ends <Moment at={expiresAt} zone={zone} />.{" "}
                {chain === null ? "No chain is chosen, so nobody else is told." : `By the chain ${chain.name}, on the clocks of ${zone}.`}
              </p>
            </div>
          )}
        </Loaded>
      )}
    </div>
  );
}
