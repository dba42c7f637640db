"use client";

import clsx from "clsx";
import { Mono } from "@/components/ui/mono";
import { DEMO_PASSWORD, type DemoDesk } from "@/server/identity/core/demo-desks";

export type Desk = DemoDesk & { readonly name: string };

export type DesksProps = { readonly desks: readonly Desk[]; readonly taken: string; readonly onTake: (desk: Desk) => void };

/** The sign-ins of the demo organisation: picking one fills the form in. */
export function Desks({ desks, taken, onTake }: DesksProps) {
  return (
    <section aria-labelledby="desks-title" className="min-w-0 lg:border-l lg:border-line lg:pl-20">
      <h2 id="desks-title" className="text-lg font-semibold tracking-tight">
        Take a desk
      </h2>
      <p className="mt-1 text-ink-2">
        Pick one and the form fills in. The password is <Mono className="whitespace-nowrap">{DEMO_PASSWORD}</Mono>.
      </p>
      <ul className="mt-4 -mx-3">
        {desks.map((desk) => {
          const isTaken = desk.email === taken;
          return (
            <li
              key={desk.email}
              className="relative before:absolute before:inset-x-3 before:top-0 before:h-px before:bg-line first:before:hidden"
            >
              <button
                type="button"
                aria-pressed={isTaken}
                onClick={() => onTake(desk)}
                className={clsx(
                  "grid min-h-14 w-full grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-x-4 rounded-sm px-3 py-2 text-left text-sm transition-colors sm:grid-cols-[5.5rem_minmax(0,1fr)_auto]",
                  isTaken ? "bg-accent-weak" : "hover:bg-sunken",
                )}
              >
                <span className="text-ink-2">{desk.role}</span>
                <span className="min-w-0">
                  <span className="block font-medium">{desk.name}</span>
                  <span className={clsx("block truncate text-xs", isTaken ? "text-ink-2" : "text-ink-3")}>{desk.email}</span>
                </span>
                <span className={clsx("text-right text-xs max-sm:hidden", isTaken ? "text-ink-2" : "text-ink-3")}>{desk.does}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
