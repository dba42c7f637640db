"use client";

import { useQueryStates } from "nuqs";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { whatIf } from "@/server/advice/core/what-if";
import { ADVICE_PARAMS, shareIn } from "./advice-address";
import { percent, shareWords, type Task, usd } from "./prepare-advice";

/** What it would come to if a share of the traffic went to another model; both stand in the address. */
export function WhatIfPanel({ task }: { readonly task: Task }) {
  const [{ to, share }, setParams] = useQueryStates(ADVICE_PARAMS, { history: "replace" });
  const id = useId();
  const { current, candidates, verdict } = task.advice;
  const others = candidates.filter(({ sample }) => sample.cost.of > 0);
  const lead = verdict.kind === "switch" ? verdict.to : verdict.kind === "wait" ? verdict.for : null;
  const chosen = others.find(({ sample }) => sample.model === (to ?? lead)) ?? others[0];
  if (chosen === undefined || current.cost.of === 0) return null;
  const moved = shareIn(share);
  const { sample } = chosen;
  const would = whatIf(current, sample, moved / 100, task.task.observedDays);
  const isKnown = sample.outcome.of > 0 && current.outcome.of > 0;
  const saves = would.saving.value >= 0;
  return (
    <Section
      title="What if"
      note={`A share of what runs on ${current.model} goes to another model, and both go on as they did in these days.`}
    >
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <Field label="To" isRequired>
            {(control) => (
              <Select {...control} value={sample.model} onChange={({ target }) => void setParams({ to: target.value })}>
                {others.map(({ sample: { model } }) => (
                  <option key={model}>{model}</option>
                ))}
              </Select>
            )}
          </Field>
          <div>
            <label htmlFor={id} className="flex justify-between text-sm font-medium">
              Share of the traffic <output htmlFor={id}>{moved} %</output>
            </label>
            <input
              id={id}
              type="range"
              min={0}
              max={100}
              step={5}
              value={moved}
              aria-valuetext={`${moved} percent`}
              onChange={({ target }) => void setParams({ share: Number(target.value) })}
              className="mt-2 h-6 w-full accent-accent max-md:h-11"
            />
          </div>
        </div>
        <dl className="flex flex-wrap gap-y-4 max-lg:-ml-5" aria-live="polite">
          <Figure
            name={saves ? "Saves a month" : "Costs more a month"}
            value={`about ${usd(Math.abs(would.saving.value))}`}
            note={
              Number.isFinite(would.saving.low) ? `${usd(would.saving.low)} to ${usd(would.saving.high)}` : "too few runs for an interval"
            }
          />
          <Figure
            name="Expected success"
            value={isKnown ? percent(would.success.value) : "unknown"}
            note={
              isKnown
                ? shareWords(would.success)
                    .replace(/^[^(]*/, "")
                    .replace(/[()]/g, "")
                : "no outcome is known of one of the two"
            }
          />
          <Figure
            name="Runs that would move"
            value={formatCount(Math.round(would.movedRuns))}
            note={`of ${formatCount(Math.round(would.monthlyRuns))} a month`}
          />
          <Figure name="Successful runs a month" value={isKnown ? signedCount(would.succeeded) : "unknown"} note="against today" />
        </dl>
      </div>
    </Section>
  );
}

const signedCount = (runs: number): string => {
  const whole = Math.round(runs);
  return whole === 0 ? "the same" : `${whole > 0 ? "+" : "−"}${formatCount(Math.abs(whole))}`;
};

const Figure = ({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) => (
  <div className="border-l border-line px-5">
    <dt className="text-sm text-ink-2">{name}</dt>
    <dd className="text-xl font-semibold tracking-tight whitespace-nowrap">{value}</dd>
    <dd className="text-xs text-ink-3">{note}</dd>
  </div>
);
