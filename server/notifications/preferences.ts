import { organisation } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { DEFAULT_GROUP_SECONDS, KINDS, KINDS_OF_CHOICE, PERSONAL_CHANNELS } from "./core/kinds";
import * as store from "./inbox-store";
import type { Preferences } from "./schema";
import { configuredChannels } from "./service";

/** How the person is told, each kind by each channel, with what the installation can do at all. */
export async function readPreferences(actor: PersonActor) {
  const [choices, setting, { timeZone }] = await Promise.all([store.listChoices(actor.id), store.findSetting(actor.id), organisation()]);
  const chosen = new Map(choices.map(({ kind, channel, isOn }) => [`${kind} ${channel}`, isOn]));
  const { email, slack } = configuredChannels();
  return {
    configured: { email, slack },
    kinds: KINDS_OF_CHOICE.map((kind) => ({
      kind,
      label: KINDS[kind].label,
      hint: KINDS[kind].hint,
      channels: PERSONAL_CHANNELS.map((channel) => ({ channel, isOn: chosen.get(`${kind} ${channel}`) ?? KINDS[kind].defaults[channel] })),
    })),
    quiet:
      setting === null || setting.quietFrom === null || setting.quietTo === null ? null : { from: setting.quietFrom, to: setting.quietTo },
    timeZone,
    groupSeconds: setting?.groupSeconds ?? DEFAULT_GROUP_SECONDS,
  };
}

/** Makes these the person's preferences. What equals the default is not kept, so that a better default reaches them. */
export async function savePreferences(actor: PersonActor, input: Preferences): Promise<void> {
  const now = clock.now();
  const { timeZone } = await organisation();
  const last = new Map(input.choices.map((choice) => [`${choice.kind} ${choice.channel}`, choice]));
  const departing = [...last.values()].filter(({ kind, channel, isOn }) => KINDS[kind].defaults[channel] !== isOn);
  const setting = {
    personId: actor.id,
    quietFrom: input.quiet?.from ?? null,
    quietTo: input.quiet?.to ?? null,
    timeZone,
    groupSeconds: input.groupSeconds,
    updatedAt: now,
  };
  await inTransaction((tx) =>
    store.replacePreferences(
      tx,
      setting,
      departing.map((choice) => ({ ...choice, personId: actor.id })),
    ),
  );
}
