"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Attainment, NONE } from "@/server/approvals/attainment-schema";
import { type AttainmentParams, isNarrowed, NOTHING_NARROWED, PRESETS, presetOf, RISKS } from "./attainment-address";

const RISK_WORDS = { high: "High risk", medium: "Medium risk", low: "Low risk" } as const;
const BY_DAYS = "between";

export type AttainmentFiltersProps = {
  readonly params: AttainmentParams;
  readonly shown: Attainment | null;
  readonly onChange: (change: Partial<AttainmentParams>) => void;
};

type Choice = { readonly id: string; readonly name: string };

/** The choices, with the chosen one among them whatever it is. */
const withChosen = (choices: readonly Choice[], chosen: string | null): readonly Choice[] =>
  chosen === null || chosen === NONE || choices.some(({ id }) => id === chosen) ? choices : [...choices, { id: chosen, name: chosen }];

/** The range and what narrows the figures; everything chosen stands in the address. */
export function AttainmentFilters({ params, shown, onChange }: AttainmentFiltersProps) {
  const preset = presetOf(params);
  const [isChoosing, setIsChoosing] = useState(false);
  const isByDays = isChoosing || preset === null;
  const chooseRange = (value: string) => {
    setIsChoosing(value === BY_DAYS);
    if (value !== BY_DAYS) onChange({ days: value === "30" ? null : Number(value), from: null, to: null });
  };
  return (
    <search className="flex flex-wrap items-center gap-1 px-2 pb-3 md:px-4 max-md:[&_select]:h-11">
      <Select
        variant="filter"
        aria-label="Range"
        value={isByDays ? BY_DAYS : String(preset)}
        onChange={({ target }) => chooseRange(target.value)}
      >
        {PRESETS.map((days) => (
          <option key={days} value={days}>
            Last {days} days
          </option>
        ))}
        <option value={BY_DAYS}>Between days</option>
      </Select>
      {isByDays && (
        <Days key={`${shown?.from} ${shown?.to}`} from={params.from ?? shown?.from} to={params.to ?? shown?.to} onChange={onChange} />
      )}
      <Select
        variant="filter"
        aria-label="Team"
        value={params.team ?? ""}
        onChange={({ target }) => onChange({ team: target.value || null })}
      >
        <option value="">Every team</option>
        {withChosen(shown?.choices.teams ?? [], params.team).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value={NONE}>No team</option>
      </Select>
      <AgentSelect agent={params.agent} onChange={(agent) => onChange({ agent })} />
      <Select
        variant="filter"
        aria-label="Rule"
        value={params.rule ?? ""}
        onChange={({ target }) => onChange({ rule: target.value || null })}
      >
        <option value="">Every rule</option>
        {withChosen(shown?.choices.rules ?? [], params.rule).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value={NONE}>The policy's default</option>
      </Select>
      <Select
        variant="filter"
        aria-label="Risk"
        value={params.risk ?? ""}
        onChange={({ target }) => onChange({ risk: RISKS.find((risk) => risk === target.value) ?? null })}
      >
        <option value="">Every risk</option>
        {RISKS.map((risk) => (
          <option key={risk} value={risk}>
            {RISK_WORDS[risk]}
          </option>
        ))}
      </Select>
      {isNarrowed(params) && (
        <Button size="sm" variant="quiet" className="max-md:h-11" onClick={() => onChange(NOTHING_NARROWED)}>
          Show all
        </Button>
      )}
    </search>
  );
}

type AgentSelectProps = { readonly agent: string | null; readonly onChange: (agent: string | null) => void };

function AgentSelect({ agent, onChange }: AgentSelectProps) {
  const trpc = useTRPC();
  // Not needed to see the figures: asked for when somebody is about to choose.
  const [isWanted, setIsWanted] = useState(false);
  const agents = useQuery(trpc.fleet.agents.queryOptions({ limit: 200 }, { enabled: isWanted, staleTime: 60_000 }));
  const choices = withChosen(agents.data?.items.map(({ name }) => ({ id: name, name })) ?? [], agent);
  return (
    <Select
      variant="filter"
      aria-label="Agent"
      value={agent ?? ""}
      onPointerEnter={() => setIsWanted(true)}
      onFocus={() => setIsWanted(true)}
      onChange={({ target }) => onChange(target.value || null)}
    >
      <option value="">Every agent</option>
      {choices.map(({ id }) => (
        <option key={id}>{id}</option>
      ))}
    </Select>
  );
}

type DaysProps = {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: AttainmentFiltersProps["onChange"];
};

/** Two days of the organisation. They count once they are sent, so that a date half typed asks for nothing. */
function Days({ from = "", to = "", onChange }: DaysProps) {
  const send = (form: FormData) => onChange({ days: null, from: String(form.get("from")), to: String(form.get("to")) });
  return (
    <form action={send} className="flex flex-wrap items-center gap-1.5 text-sm text-ink-2">
      <Input type="date" name="from" required defaultValue={from} aria-label="First day" className="h-7! w-auto! max-md:h-11!" />
      to
      <Input type="date" name="to" required defaultValue={to} aria-label="Last day" className="h-7! w-auto! max-md:h-11!" />
      <Button type="submit" size="sm" className="max-md:h-11">
        Show
      </Button>
    </form>
  );
}
