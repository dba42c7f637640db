"use client";

import clsx from "clsx";
import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { buttonLook } from "@/components/ui/button";
import { useUnread } from "./use-unread";

const MANY = 99;
const countWords = (count: number): string => (count > MANY ? `${MANY}+` : String(count));

/** The way to the inbox, with how many notices are unread. */
export function Bell({ size = "sm" }: { readonly size?: "sm" | "lg" }) {
  const count = useUnread();
  const isHere = usePathname() === "/inbox";
  const label = count === 0 ? "Inbox" : `Inbox, ${countWords(count)} unread`;
  return (
    <Link
      href="/inbox"
      aria-label={label}
      title={label}
      aria-current={isHere ? "page" : undefined}
      className={clsx(
        buttonLook({ variant: "quiet", size }),
        "relative px-0! text-ink-3!",
        size === "sm" ? "w-7" : "w-11",
        isHere && "bg-sunken text-ink!",
      )}
    >
      <BellIcon aria-hidden />
      {count > 0 && (
        <span
          aria-hidden
          className={clsx(
            "absolute min-w-4 rounded-lg bg-ink px-1 text-center text-2xs leading-4 font-semibold text-on-ink",
            size === "sm" ? "-top-1 -right-1" : "top-1 right-1",
          )}
        >
          {countWords(count)}
        </span>
      )}
    </Link>
  );
}
