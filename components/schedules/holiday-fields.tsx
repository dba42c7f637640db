"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Holiday, HolidayPlace } from "@/server/schedules/schema";
import { formatFullDate } from "./format-moment";

/** The holidays of a place in the coming year; empty while they load, or where none is chosen. */
export function useHolidays(place: HolidayPlace | null): { readonly holidays: readonly Holiday[]; readonly isLoading: boolean } {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.schedules.calendars.holidays.queryOptions(place ?? { country: "", region: null }, {
      enabled: place !== null,
      staleTime: 3_600_000,
    }),
  );
  return { holidays: place === null ? [] : (query.data ?? []), isLoading: place !== null && query.isPending };
}

export type HolidayFieldsProps = {
  readonly place: HolidayPlace | null;
  readonly error: string | undefined;
  readonly onChange: (place: HolidayPlace | null) => void;
};

/** The country, and where it matters the region, whose public holidays are closed days. */
export function HolidayFields({ place, error, onChange }: HolidayFieldsProps) {
  const trpc = useTRPC();
  const { data: countries = [] } = useQuery(
    trpc.schedules.calendars.countries.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const country = countries.find(({ code }) => code === place?.country);
  const { holidays, isLoading } = useHolidays(place);
  return (
    <div className="grid gap-3">
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Public holidays of" error={error}>
          {(control) => (
            <Select
              {...control}
              value={place?.country ?? ""}
              onChange={({ target }) => onChange(target.value === "" ? null : { country: target.value, region: null })}
            >
              <option value="">No country: open on holidays</option>
              {place !== null && country === undefined && <option value={place.country}>{place.country}</option>}
              {countries.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {place !== null && country !== undefined && country.regions.length > 0 && (
          <Field label="Region">
            {(control) => (
              <Select
                {...control}
                value={place.region ?? ""}
                onChange={({ target }) => onChange({ country: place.country, region: target.value || null })}
              >
                <option value="">Only holidays of the whole country</option>
                {country.regions.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      {place !== null && <HolidayList holidays={holidays} isLoading={isLoading} />}
    </div>
  );
}

/** The holidays of the coming year by name. */
export function HolidayList({ holidays, isLoading }: { readonly holidays: readonly Holiday[]; readonly isLoading: boolean }) {
  if (isLoading) return <p className="text-xs text-ink-3">Loading the holidays…</p>;
  if (holidays.length === 0) return <p className="text-xs text-ink-3">No public holidays are known in the coming year.</p>;
  return (
    <details className="text-sm" open={holidays.length <= 8}>
      <summary className="cursor-pointer text-ink-2">Closed on {holidays.length} holidays in the coming year</summary>
      <ul className="mt-1.5 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {holidays.map(({ date, name }) => (
          <li key={date} className="flex justify-between gap-3 text-sm">
            <span className="min-w-0 wrap-anywhere">{name}</span>
            <span className="shrink-0 text-ink-3">{formatFullDate(date)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
