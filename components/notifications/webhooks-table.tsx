"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { DELIVERIES_HREF } from "./settings-head";
import type { WebhookOfSettings } from "./webhooks-page";

type Act = (webhook: WebhookOfSettings) => void;
type Acts = Readonly<Record<"change" | "test" | "enable" | "disable" | "rotate" | "remove", Act>>;
type Props = { readonly webhooks: readonly WebhookOfSettings[]; readonly canManage: boolean; readonly acts: Acts };

const eventWords = (events: readonly string[]): string => (events.includes("*") ? "Every event" : events.join(", "));

/** The endpoints; on a phone events and state fold into the first column. */
export function WebhooksTable({ webhooks, canManage, acts }: Props) {
  return (
    <Table caption="Webhooks">
      <thead>
        <tr>
          <Th>Address</Th>
          <Th className="max-md:hidden">Events</Th>
          <Th>State</Th>
          <Th isLabelHidden>Actions</Th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <Tr key={webhook.id}>
            <Td className="py-2">
              <Mono className="block">{webhook.url}</Mono>
              {webhook.description && <span className="block text-xs text-ink-2">{webhook.description}</span>}
              <span className="block text-xs text-ink-3 md:hidden">{eventWords(webhook.events)}</span>
              <Link href={`${DELIVERIES_HREF}?webhook=${webhook.id}`} className="text-xs text-accent hover:underline">
                Deliveries
              </Link>
            </Td>
            <Td className="max-w-72 text-xs text-ink-2 max-md:hidden">{eventWords(webhook.events)}</Td>
            <Td className="py-2">
              <State webhook={webhook} />
            </Td>
            <Td className="w-px text-right">{canManage && <RowMenu webhook={webhook} acts={acts} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ webhook: { disabledAt, disabledBecause, failingSince, overlapUntil } }: { readonly webhook: WebhookOfSettings }) {
  const why = disabledBecause === "failing" ? "it failed for five days" : disabledBecause === "gone" ? "its receiver is gone" : null;
  if (disabledAt !== null) {
    return (
      <span className="text-ink-3">
        Disabled <Time at={disabledAt} format="relative" />
        {why && <span className="block text-xs">{why}</span>}
      </span>
    );
  }
  return (
    <>
      {failingSince === null ? (
        <span>Enabled</span>
      ) : (
        <span className="text-danger">
          Failing, first <Time at={failingSince} format="relative" />
        </span>
      )}
      {overlapUntil !== null && (
        <span className="block text-xs text-ink-3">
          The old secret signs, too: it ends <Time at={overlapUntil} format="relative" />
        </span>
      )}
    </>
  );
}

function RowMenu({ webhook, acts }: { readonly webhook: WebhookOfSettings; readonly acts: Acts }) {
  const isOn = webhook.disabledAt === null;
  return (
    <Menu
      trigger={
        <IconButton label={`What to do with ${webhook.url}`}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => acts.change(webhook)}>Change</MenuItem>
      {isOn && <MenuItem onSelect={() => acts.test(webhook)}>Send a test</MenuItem>}
      <MenuItem onSelect={() => acts.rotate(webhook)}>Rotate the secret</MenuItem>
      {isOn ? (
        <MenuItem onSelect={() => acts.disable(webhook)}>Disable</MenuItem>
      ) : (
        <MenuItem onSelect={() => acts.enable(webhook)}>Enable</MenuItem>
      )}
      <MenuSeparator />
      <MenuItem isDanger onSelect={() => acts.remove(webhook)}>
        Remove
      </MenuItem>
    </Menu>
  );
}
