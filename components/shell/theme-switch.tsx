"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useId } from "react";
import { useIsBrowser } from "@/components/ui/use-is-browser";

const CHOICES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
] as const;

/** Light, dark, or as the system has it. Kept in this browser. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const name = useId();
  // The server does not know the choice: nothing is marked until the browser says.
  const isBrowser = useIsBrowser();
  return (
    <fieldset className="flex gap-0.5 rounded-sm bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          className="flex h-7 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-[5px] text-xs text-ink-2 transition-colors hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:h-10"
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={isBrowser && theme === value}
            onChange={() => setTheme(value)}
            className="sr-only"
          />
          <Icon aria-hidden className="size-3.5" />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
