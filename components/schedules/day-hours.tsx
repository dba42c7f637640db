"use client";

import clsx from "clsx";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { type DayHours, minutesOf } from "@/server/schedules/core/week";
import { tidyTime } from "./prepare-calendar";

/** What a form says of the hours of a day: at the whole, or at one end of one of them. */
export type HoursErrors =
  | { readonly message?: string; readonly [index: number]: { readonly from?: Fault; readonly to?: Fault } | undefined }
  | undefined;
type Fault = { readonly message?: string };

export type DayHoursFieldProps = {
  /** Whose hours: "Monday", "24 December". */
  readonly name: string;
  readonly hours: readonly DayHours[];
  readonly errors: HoursErrors;
  readonly onChange: (hours: DayHours[]) => void;
};

const ENDS = [
  { end: "from", label: "opens", example: "09:00" },
  { end: "to", label: "closes", example: "17:00" },
] as const;

/** The opening hours of one day: any number of stretches, none for closed. */
export function DayHoursField({ name, hours, errors, onChange }: DayHoursFieldProps) {
  const errorId = useId();
  const set = (index: number, end: "from" | "to", time: string) =>
    onChange(hours.map((each, at) => (at === index ? { ...each, [end]: time } : each)));
  const faultsOf = (index: number) => [errors?.[index]?.from?.message, errors?.[index]?.to?.message];
  const faults = [...new Set([errors?.message, ...hours.flatMap((_, index) => faultsOf(index))].filter(Boolean))];
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {hours.length === 0 && <p className="flex h-8 items-center text-sm text-ink-3">Closed</p>}
      {hours.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no identity but its place
        <div key={index} className="flex items-center gap-1.5">
          {ENDS.map(({ end, label, example }) => (
            <TimeInput
              key={end}
              label={`${name} ${label}${hours.length > 1 ? `, ${index + 1} of ${hours.length}` : ""}`}
              example={example}
              time={each[end]}
              isFaulty={errors?.[index]?.[end] !== undefined}
              describedBy={faults.length > 0 ? errorId : undefined}
              onChange={(time) => set(index, end, time)}
            />
          ))}
          <IconButton label={`Remove these hours of ${name}`} onClick={() => onChange(hours.filter((_, at) => at !== index))}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <p id={errorId} role="alert" className={clsx("text-xs text-pretty text-danger", faults.length === 0 && "hidden")}>
        {faults.join(" ")}
      </p>
    </div>
  );
}

type TimeInputProps = {
  readonly label: string;
  readonly example: string;
  readonly time: string;
  readonly isFaulty: boolean;
  readonly describedBy: string | undefined;
  readonly onChange: (time: string) => void;
};

/** A time of the clock, typed as people write it and tidied when they leave. The browser's own field knows no 24:00. */
function TimeInput({ label, example, time, isFaulty, describedBy, onChange }: TimeInputProps) {
  const tidy = (text: string) => {
    if (tidyTime(text) !== time) onChange(tidyTime(text));
  };
  return (
    <Input
      className="w-19! tabular-nums"
      inputMode="numeric"
      autoComplete="off"
      placeholder={example}
      aria-label={label}
      aria-invalid={isFaulty || undefined}
      aria-describedby={describedBy}
      value={time}
      onChange={(event) => onChange(event.target.value)}
      onBlur={(event) => tidy(event.target.value)}
    />
  );
}

/** Adds a stretch after the last one, with hours that make sense there. */
export function AddHours({ name, hours, onChange }: Omit<DayHoursFieldProps, "errors">) {
  const last = hours.at(-1);
  const next = last === undefined ? { from: "09:00", to: "17:00" } : { from: last.to === "24:00" ? "" : last.to, to: "" };
  return (
    <Button
      size="sm"
      variant="quiet"
      aria-label={`Add hours on ${name}`}
      disabled={hours.length >= 6}
      onClick={() => onChange([...hours, next])}
    >
      <Plus aria-hidden />
      Add hours
    </Button>
  );
}

const isTime = (text: string) => /^\d\d:\d\d$/.test(text);

/** The hours of a day as a stripe of it. Says nothing that the fields beside it do not say. */
export function DayStripe({ hours }: { readonly hours: readonly DayHours[] }) {
  const parts = hours.filter(({ from, to }) => isTime(from) && isTime(to) && to > from);
  return (
    <svg aria-hidden viewBox="0 0 1440 10" preserveAspectRatio="none" className="h-2 w-full overflow-hidden rounded-sm bg-sunken">
      {parts.map(({ from, to }) => (
        <rect key={from} x={minutesOf(from)} y={0} width={minutesOf(to) - minutesOf(from)} height={10} className="fill-ink-3" />
      ))}
      {[360, 720, 1080].map((minute) => (
        <rect key={minute} x={minute - 1} y={0} width={2} height={10} className="fill-paper" />
      ))}
    </svg>
  );
}
