"use client";

import { useState } from "react";
import { AgentFilter } from "@/components/fleet/agent-filter";
import { riskWord } from "@/components/fleet/risk-tier";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Attainment, NONE } from "@/server/approvals/attainment-schema";
import { type AttainmentParams, isNarrowed, NOTHING_NARROWED, PRESETS, presetOf, RISKS } from "./attainment-address";

const BY_DAYS = "between";

export type AttainmentFiltersProps = {
  readonly params: AttainmentParams;
  readonly shown: Attainment | null;
  readonly onChange: (change: Partial<AttainmentParams>) => void;
};

const choicesOf = (named: readonly { readonly id: string; readonly name: string }[] = []) =>
  named.map(({ id, name }) => ({ value: id, label: name }));

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
      <FilterSelect
        label="Team"
        all="Every team"
        value={params.team}
        choices={[...choicesOf(shown?.choices.teams), { value: NONE, label: "No team" }]}
        onChange={(team) => onChange({ team })}
      />
      <AgentFilter all="Every agent" agent={params.agent} onChange={(agent) => onChange({ agent })} />
      <FilterSelect
        label="Rule"
        all="Every rule"
        value={params.rule}
        choices={[...choicesOf(shown?.choices.rules), { value: NONE, label: "The policy's default" }]}
        onChange={(rule) => onChange({ rule })}
      />
      <FilterSelect
        label="Risk"
        all="Every risk"
        value={params.risk}
        choices={RISKS.map((value) => ({ value, label: `${riskWord(value)} risk` }))}
        onChange={(risk) => onChange({ risk })}
      />
      {isNarrowed(params) && (
        <Button size="sm" variant="quiet" className="max-md:h-11" onClick={() => onChange(NOTHING_NARROWED)}>
          Show all
        </Button>
      )}
    </search>
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
