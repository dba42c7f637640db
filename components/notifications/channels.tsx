import type { ReactNode } from "react";
import { Mono } from "@/components/ui/mono";
import type { SettingsOfNotifications } from "./webhooks-page";

type Channels = SettingsOfNotifications["channels"];

const Line = ({ name, isOn, children }: { readonly name: string; readonly isOn: boolean; readonly children: ReactNode }) => (
  <div className="flex flex-wrap gap-x-4 border-b border-line py-2 text-sm">
    <dt className="w-24 font-medium">{name}</dt>
    <dd className="min-w-0 flex-1 basis-64">
      <span className={isOn ? "text-ink" : "text-ink-3"}>{isOn ? "On." : "Off."}</span> <span className="text-ink-2">{children}</span>
    </dd>
  </div>
);

/** Which channels this installation has, and what turns on those that it has not. */
export function Channels({ channels }: { readonly channels: Channels }) {
  return (
    <section aria-label="Channels" className="px-4 pt-4 md:px-6">
      <h2 className="text-base font-semibold">Channels</h2>
      <dl className="mt-1">
        <Line name="Inbox" isOn>
          Every notice is there, whatever else goes out.
        </Line>
        <Line name="E-mail" isOn={channels.email}>
          {channels.email ? (
            "Sent by the server of SMTP_URL."
          ) : (
            <>
              Set <Mono>SMTP_URL</Mono> and start Reeve again; until then notices stay in the inbox.
            </>
          )}
        </Line>
        <Line name="Slack" isOn={channels.slack}>
          <SlackWords channels={channels} />
        </Line>
      </dl>
    </section>
  );
}

function SlackWords({ channels }: { readonly channels: Channels }) {
  if (!channels.slack) {
    return (
      <>
        Set <Mono>SLACK_BOT_TOKEN</Mono> and <Mono>SLACK_SIGNING_SECRET</Mono>. People are found in Slack by their e-mail address.
      </>
    );
  }
  if (channels.slackButtons) {
    return (
      <>
        Buttons work once the Slack app's Interactivity points to <Mono>/api/slack/interactions</Mono> of this Reeve.
      </>
    );
  }
  return (
    <>
      Cards go out, but their buttons are refused until <Mono>SLACK_SIGNING_SECRET</Mono> is set.
    </>
  );
}
