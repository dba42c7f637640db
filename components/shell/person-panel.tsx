"use client";

import { CircleUser, LogOut } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { type FramePerson, rolesAndPlace } from "./frame-data";
import { ThemeSwitch } from "./theme-switch";

const ROW =
  "flex h-8 w-full items-center gap-2.5 rounded-sm px-2 text-left text-sm text-ink-2 transition-colors hover:bg-sunken hover:text-ink max-md:h-11 [&_svg]:size-4 [&_svg]:text-ink-3";

async function signOutHere(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/sign-in" });
}

/** Who is signed in, the theme, the account, the way out. */
export function PersonPanel({ person, onLeave }: { readonly person: FramePerson; readonly onLeave: () => void }) {
  const [isLeaving, setIsLeaving] = useState(false);
  const signOut = () => {
    setIsLeaving(true);
    signOutHere().catch(() => setIsLeaving(false));
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="px-2 pt-1 pb-2">
        <p className="text-sm font-medium wrap-anywhere">{person.name}</p>
        <p className="text-xs wrap-anywhere text-ink-3">{person.email}</p>
        <p className="text-xs text-ink-3">{rolesAndPlace(person)}</p>
      </div>
      <ThemeSwitch />
      <Link href="/settings/account" className={`${ROW} mt-1`} onClick={onLeave}>
        <CircleUser aria-hidden />
        Account
      </Link>
      <button type="button" className={ROW} onClick={signOut} disabled={isLeaving}>
        <LogOut aria-hidden />
        {isLeaving ? "Signing out…" : "Sign out"}
      </button>
    </div>
  );
}
