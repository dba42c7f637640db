"use client";

import clsx from "clsx";
import { Mail, MailOpen } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { InboxEntry } from "@/server/notifications/schema";
import { isUnread, type InboxRow as Row } from "./prepare-inbox";

export const ROW_ATTRIBUTE = "data-inbox-row";

type Props = {
  readonly row: Row;
  readonly onRead: (noticeIds: readonly string[]) => void;
  readonly onMark: (entry: InboxEntry, isRead: boolean) => void;
};

/** A notice; opening it marks it and what was said before about the same as read. */
export function InboxRow({ row: { entry, earlier }, onRead, onMark }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const all = [entry, ...earlier];
  const onOpen = () => onRead(all.filter((one) => one.readAt === null).map(({ id }) => id));
  return (
    <li className="border-b border-line">
      <Line entry={entry} onOpen={onOpen} onMark={onMark} />
      {earlier.length > 0 && (
        <div className="pb-2 pl-8 md:pl-10">
          <Button size="sm" variant="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? "Hide what came before" : `${earlier.length} more about this`}
          </Button>
        </div>
      )}
      {isOpen && (
        <ul>
          {earlier.map((one) => (
            <li key={one.id} className="pl-6">
              <Line entry={one} onOpen={() => onRead([one.id])} onMark={onMark} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

type LineProps = { readonly entry: InboxEntry; readonly onOpen: () => void; readonly onMark: Props["onMark"] };

function Line({ entry, onOpen, onMark }: LineProps) {
  const isNew = isUnread(entry);
  return (
    <div className="flex items-start gap-2 px-4 transition-colors hover:bg-sunken md:px-6">
      <Link
        href={entry.path}
        onClick={onOpen}
        {...{ [ROW_ATTRIBUTE]: entry.id }}
        className="flex min-w-0 flex-1 items-start gap-2.5 py-2.5 text-sm -outline-offset-2"
      >
        <span aria-hidden className={clsx("mt-1.5 size-2 shrink-0 rounded-lg", isNew ? "bg-accent" : "bg-transparent")} />
        <span className="min-w-0 flex-1">
          {isNew && <span className="sr-only">Unread: </span>}
          <span className={clsx("block wrap-anywhere", isNew ? "font-medium text-ink" : "text-ink-2")}>{entry.title}</span>
          {entry.body !== "" && <span className="line-clamp-2 text-ink-2 wrap-anywhere">{entry.body}</span>}
          {entry.quote && (
            <span className="line-clamp-2 text-ink-3 wrap-anywhere">
              Written by {entry.quote.writer}, not a fact of the record: “{entry.quote.text}”
            </span>
          )}
          {entry.settled ? (
            <span className="block font-medium text-ink-2">{entry.settled.words}</span>
          ) : (
            <span className="block text-xs text-ink-3">
              {entry.isImportant && <span className="font-medium text-danger">Important. </span>}
              You are told because {entry.because}.
            </span>
          )}
        </span>
        <span className="shrink-0 text-xs text-ink-3">
          <Time at={entry.createdAt} format="relative" />
        </span>
      </Link>
      {entry.settled === null && (
        <IconButton
          label={isNew ? `Mark as read: ${entry.title}` : `Mark as unread: ${entry.title}`}
          className="mt-1.5 text-ink-3!"
          onClick={() => onMark(entry, isNew)}
        >
          {isNew ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
        </IconButton>
      )}
    </div>
  );
}
