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

/** The preferences as a form; nothing holds until it is saved. */
export function PreferencesForm({ preferences }: { readonly preferences: PreferencesOfPerson }) {
  const trpc = useTRPC();
  const [choices, setChoices] = useState(() => initialChoices(preferences));
  const [hasQuiet, setHasQuiet] = useState(preferences.quiet !== null);
  const [from, setFrom] = useState(toTime(preferences.quiet?.from ?? 1_320));
  const [to, setTo] = useState(toTime(preferences.quiet?.to ?? 420));
  const [groupSeconds, setGroupSeconds] = useState(preferences.groupSeconds);
  const save = useMutation(
    trpc.notifications.savePreferences.mutationOptions({
      onSuccess: () => void toast("Your preferences are saved."),
      onError: (error) => void toast.error(sentenceOf(error)),
    }),
  );
  const quiet = { from: fromTime(from), to: fromTime(to) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const all = preferences.kinds.flatMap(({ kind }) =>
      PERSONAL_CHANNELS.map((channel) => ({ kind, channel, isOn: choices.get(choiceKey(kind, channel)) ?? false })),
    );
    const hours = hasQuiet && quiet.from !== null && quiet.to !== null ? { from: quiet.from, to: quiet.to } : null;
    save.mutate({ choices: all, quiet: hours, groupSeconds });
  };
  return (
    <form onSubmit={submit} className="pb-10">
      <ChoiceTable preferences={preferences} choices={choices} onChange={(key, isOn) => setChoices(new Map(choices).set(key, isOn))} />
      <div className="grid max-w-xl gap-6 px-4 pt-6 md:px-6">
        <fieldset className="grid gap-3">
          <legend className="mb-2 text-base font-semibold">Quiet hours</legend>
          <label className="flex items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-ink"
              checked={hasQuiet}
              onChange={(event) => setHasQuiet(event.target.checked)}
            />
            Hold e-mail and Slack back during these hours
          </label>
          {hasQuiet && (
            <div className="flex flex-wrap gap-4">
              <Field label="From" isRequired>
                {(control) => (
                  <Input
                    {...control}
                    type="time"
                    required
                    value={from}
                    onChange={(event) => setFrom(event.target.value)}
                    className="w-32!"
                  />
                )}
              </Field>
              <Field label="Until" isRequired>
                {(control) => (
                  <Input {...control} type="time" required value={to} onChange={(event) => setTo(event.target.value)} className="w-32!" />
                )}
              </Field>
            </div>
          )}
          <p className="text-xs text-ink-3">
            In the organisation's time zone, {preferences.timeZone}. What is important comes all the same.
          </p>
        </fieldset>
        <Field label="Wait for others, to send one e-mail" isRequired hint="What is important does not wait.">
          {(control) => (
            <Select {...control} value={groupSeconds} onChange={(event) => setGroupSeconds(Number(event.target.value))}>
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
