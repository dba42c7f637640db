"use client";

import type { ComponentProps } from "react";
import { Field, type FieldProps } from "./field";
import { Select } from "./select";
import { useIsBrowser } from "./use-is-browser";

type TimeZoneFieldProps = Pick<FieldProps, "error" | "hint"> & {
  /** The zone that is in force. */
  readonly inForce: string;
  /** What a form registers. */
  readonly field: ComponentProps<"select">;
};

/** The zones that this browser knows; while the page is rendered on the server, which may know others, only the one in force. */
export function TimeZoneField({ inForce, field, error, hint }: TimeZoneFieldProps) {
  const isBrowser = useIsBrowser();
  const zones = isBrowser ? [...new Set(["UTC", inForce, ...Intl.supportedValuesOf("timeZone")])].sort() : [inForce];
  return (
    <Field label="Time zone" isRequired error={error} hint={hint}>
      {(control) => (
        <Select {...control} {...field}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
