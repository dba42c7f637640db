"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { GROUP_SECONDS, type KindOfChoice, PERSONAL_CHANNELS, type PersonalChannel } from "@/server/notifications/core/kinds";
import type { PreferencesOfPerson } from "./preferences-page";
import { CHANNEL_NAMES, fromTime, toTime } from "./words";

const GROUP_WORDS = {
  0: "Send each by itself",
  60: "Up to a minute",
  300: "Up to 5 minutes",
  900: "Up to 15 minutes",
  3600: "Up to an hour",
} as const satisfies Record<(typeof GROUP_SECONDS)[number], string>;

const choiceKey = (kind: KindOfChoice, channel: PersonalChannel) => `${kind} ${channel}` as const;

const initialChoices = ({ kinds }: PreferencesOfPerson): ReadonlyMap<string, boolean> =>
  new Map(kinds.flatMap(({ kind, channels }) => channels.map(({ channel, isOn }) => [choiceKey(kind, channel), isOn] as const)));

type Typed = {
  readonly choices: ReadonlyMap<string, boolean>;
  readonly hasQuiet: boolean;
  readonly from: string;
  readonly to: string;
  readonly groupSeconds: number;
};

const typedOf = (preferences: PreferencesOfPerson): Typed => ({
  choices: initialChoices(preferences),
  hasQuiet: preferences.quiet !== null,
  from: toTime(preferences.quiet?.from ?? 1_320),
  to: toTime(preferences.quiet?.to ?? 420),
  groupSeconds: preferences.groupSeconds,
});

/** What is typed, as it is sent. */
function toInput({ kinds }: PreferencesOfPerson, { choices, hasQuiet, from, to, groupSeconds }: Typed) {
  const quiet = { from: fromTime(from), to: fromTime(to) };
  return {
    choices: kinds.flatMap(({ kind }) =>
      PERSONAL_CHANNELS.map((channel) => ({ kind, channel, isOn: choices.get(choiceKey(kind, channel)) ?? false })),
    ),
    quiet: hasQuiet && quiet.from !== null && quiet.to !== null ? { from: quiet.from, to: quiet.to } : null,
    groupSeconds,
  };
}

/** The preferences as a form; nothing holds until it is saved. */
export function PreferencesForm({ preferences }: { readonly preferences: PreferencesOfPerson }) {
  const trpc = useTRPC();
  const [typed, setTyped] = useState(() => typedOf(preferences));
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change });
  const save = useMutation(
    trpc.notifications.savePreferences.mutationOptions({
      onSuccess: () => void toast("Your preferences are saved."),
      onError: (error) => void toast.error(sentenceOf(error)),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(toInput(preferences, typed));
  };
  return (
    <form onSubmit={submit} className="pb-10">
      <ChoiceTable
        preferences={preferences}
        choices={typed.choices}
        onChange={(key, isOn) => set({ choices: new Map(typed.choices).set(key, isOn) })}
      />
      <div className="grid max-w-xl gap-6 px-4 pt-6 md:px-6">
        <QuietHours typed={typed} timeZone={preferences.timeZone} set={set} />
        <Field label="Wait for others, to send one e-mail" isRequired hint="What is important does not wait.">
          {(control) => (
            <Select {...control} value={typed.groupSeconds} onChange={({ target }) => set({ groupSeconds: Number(target.value) })}>
              {GROUP_SECONDS.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {GROUP_WORDS[seconds]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            Save
          </Button>
        </div>
      </div>
    </form>
  );
}

type QuietProps = { readonly typed: Typed; readonly timeZone: string; readonly set: (change: Partial<Typed>) => void };

const QuietHours = ({ typed: { hasQuiet, from, to }, timeZone, set }: QuietProps) => (
  <fieldset className="grid gap-3">
    <legend className="mb-2 text-base font-semibold">Quiet hours</legend>
    <label className="flex items-center gap-2.5 text-sm">
      <input
        type="checkbox"
        className="size-4 accent-ink"
        checked={hasQuiet}
        onChange={({ target }) => set({ hasQuiet: target.checked })}
      />
      Hold e-mail and Slack back during these hours
    </label>
    {hasQuiet && (
      <div className="flex flex-wrap gap-4">
        <Hour label="From" value={from} onChange={(next) => set({ from: next })} />
        <Hour label="Until" value={to} onChange={(next) => set({ to: next })} />
      </div>
    )}
    <p className="text-xs text-ink-3">In the organisation's time zone, {timeZone}. What is important comes all the same.</p>
  </fieldset>
);

type HourProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

const Hour = ({ label, value, onChange }: HourProps) => (
  <Field label={label} isRequired>
    {(control) => (
      <Input {...control} type="time" required value={value} onChange={({ target }) => onChange(target.value)} className="w-32!" />
    )}
  </Field>
);

type TableProps = {
  readonly preferences: PreferencesOfPerson;
  readonly choices: ReadonlyMap<string, boolean>;
  readonly onChange: (key: string, isOn: boolean) => void;
};

function ChoiceTable({ preferences, choices, onChange }: TableProps) {
  const { configured } = preferences;
  const missing = [configured.email ? "" : "e-mail", configured.slack ? "" : "Slack"].filter(Boolean).join(" and ");
  return (
    <>
      {missing !== "" && (
        <p className="px-4 pt-4 text-sm text-ink-2 md:px-6">
          This installation does not send {missing} yet: those notices stay in the inbox. What you choose holds once it does.
        </p>
      )}
      <Table caption="How you are told" className="mt-2 max-w-3xl">
        <thead>
          <tr>
            <Th>What</Th>
            {PERSONAL_CHANNELS.map((channel) => (
              <Th key={channel} className="w-16 text-center! md:w-24">
                {CHANNEL_NAMES[channel]}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preferences.kinds.map(({ kind, label, hint }) => (
            <Tr key={kind}>
              <Td className="py-2">
                <span className="block">{label}</span>
                <span className="block text-xs text-ink-3">{hint}</span>
              </Td>
              {PERSONAL_CHANNELS.map((channel) => (
                <Td key={channel} className="text-center">
                  <input
                    type="checkbox"
                    aria-label={`${label}: ${CHANNEL_NAMES[channel]}`}
                    className="size-4 accent-ink"
                    checked={choices.get(choiceKey(kind, channel)) ?? false}
                    onChange={(event) => onChange(choiceKey(kind, channel), event.target.checked)}
                  />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
