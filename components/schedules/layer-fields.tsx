"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { WEEKDAYS, type WeekHours } from "@/server/schedules/core/week";
import type { OnCallInput } from "@/server/schedules/schema";
import { DAY_NAMES, tidyTime } from "./prepare-calendar";
import { type WeekErrors, WeekGrid } from "./week-grid";

export type Layer = OnCallInput["layers"][number];
export type Choice = { readonly id: string; readonly name: string };
type Fault = { readonly message?: string };
export type LayerErrors =
  | {
      readonly name?: Fault;
      readonly people?: Fault;
      readonly handover?: { readonly time?: Fault };
      readonly startsOn?: Fault;
      readonly restriction?: WeekErrors;
    }
  | undefined;

export type LayerFieldsProps = {
  readonly place: number;
  readonly layer: Layer;
  readonly choices: readonly Choice[];
  readonly errors: LayerErrors;
  /** Null when it is the only one. */
  readonly onRemove: (() => void) | null;
  readonly onRaise: (() => void) | null;
  readonly onChange: (layer: Layer) => void;
};

const nineToFive = [{ from: "09:00", to: "17:00" }];
const OFFICE: WeekHours = { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive, sat: [], sun: [] };

/** One rotation: who takes turns, when one hands over to the next, and in which hours at all. */
export function LayerFields({ place, layer, choices, errors, onRemove, onRaise, onChange }: LayerFieldsProps) {
  const set = (change: Partial<Layer>) => onChange({ ...layer, ...change });
  return (
    <fieldset className="grid min-w-0 gap-4 border-t border-line pt-3">
      <legend className="sr-only">Layer {place}</legend>
      <div className="flex items-center gap-1">
        <h2 className="flex-1 text-base font-medium">Layer {place}</h2>
        {onRaise && (
          <IconButton label={`Move layer ${place} up`} onClick={onRaise}>
            <ArrowUp aria-hidden />
          </IconButton>
        )}
        {onRemove && (
          <Button size="sm" variant="quiet" aria-label={`Remove layer ${place}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Name of the layer" isRequired error={errors?.name?.message}>
          {(control) => <Input {...control} autoComplete="off" value={layer.name} onChange={({ target }) => set({ name: target.value })} />}
        </Field>
        <Field label="The first turn begins on" isRequired error={errors?.startsOn?.message}>
          {(control) => (
            <Input {...control} type="date" value={layer.startsOn} onChange={({ target }) => set({ startsOn: target.value })} />
          )}
        </Field>
      </div>
      <People
        place={place}
        people={layer.people}
        choices={choices}
        error={errors?.people?.message}
        onChange={(people) => set({ people })}
      />
      <Handover layer={layer} error={errors?.handover?.time?.message} onChange={set} />
      <label className="flex items-center gap-2.5 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={layer.restriction !== null}
          onChange={({ target }) => set({ restriction: target.checked ? (OFFICE as Layer["restriction"]) : null })}
        />
        Only on duty in certain hours
      </label>
      {layer.restriction !== null && (
        <WeekGrid
          legend={`Hours of layer ${place}`}
          week={layer.restriction}
          errors={errors?.restriction}
          onChange={(week) => set({ restriction: week as Layer["restriction"] })}
        />
      )}
    </fieldset>
  );
}

type HandoverProps = { readonly layer: Layer; readonly error: string | undefined; readonly onChange: (change: Partial<Layer>) => void };

function Handover({ layer, error, onChange }: HandoverProps) {
  const set = (change: Partial<Layer["handover"]>) => onChange({ handover: { ...layer.handover, ...change } });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Hand-over" isRequired>
        {(control) => (
          <Select {...control} value={layer.rotation} onChange={({ target }) => onChange({ rotation: target.value as Layer["rotation"] })}>
            <option value="weekly">Every week</option>
            <option value="daily">Every day</option>
          </Select>
        )}
      </Field>
      {layer.rotation === "weekly" && (
        <Field label="On" isRequired>
          {(control) => (
            <Select
              {...control}
              value={layer.handover.weekday}
              onChange={({ target }) => set({ weekday: target.value as Layer["handover"]["weekday"] })}
            >
              {WEEKDAYS.map((day) => (
                <option key={day} value={day}>
                  {DAY_NAMES[day]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="At" isRequired error={error}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={layer.handover.time}
            onChange={({ target }) => set({ time: target.value })}
            onBlur={({ target }) => set({ time: tidyTime(target.value) })}
          />
        )}
      </Field>
    </div>
  );
}

type PeopleProps = {
  readonly place: number;
  readonly people: readonly string[];
  readonly choices: readonly Choice[];
  readonly error: string | undefined;
  readonly onChange: (people: string[]) => void;
};

function People({ place, people, choices, error, onChange }: PeopleProps) {
  const nameOf = (id: string) => choices.find((choice) => choice.id === id)?.name ?? "Somebody who left";
  const move = (index: number, by: number) => {
    const next = [...people];
    const [person] = next.splice(index, 1);
    if (person !== undefined) next.splice(index + by, 0, person);
    onChange(next);
  };
  return (
    <div className="grid gap-2">
      <p className="text-sm font-medium">Turns</p>
      <ol className="grid">
        {people.map((id, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a person may take several turns
          <li key={`${id} ${index}`} className="flex items-center gap-1 border-b border-line py-0.5 text-sm">
            <span className="w-6 text-ink-3">{index + 1}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">{nameOf(id)}</span>
            <IconButton label={`Move ${nameOf(id)} up`} disabled={index === 0} onClick={() => move(index, -1)}>
              <ArrowUp aria-hidden />
            </IconButton>
            <IconButton label={`Move ${nameOf(id)} down`} disabled={index === people.length - 1} onClick={() => move(index, 1)}>
              <ArrowDown aria-hidden />
            </IconButton>
            <IconButton label={`Take ${nameOf(id)} out`} onClick={() => onChange(people.filter((_, at) => at !== index))}>
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ol>
      <Field label={`Add to layer ${place}`} isLabelHidden isRequired error={error}>
        {(control) => (
          <Select {...control} value="" onChange={({ target }) => onChange([...people, target.value])}>
            <option value="" disabled>
              Add a person…
            </option>
            {choices.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
