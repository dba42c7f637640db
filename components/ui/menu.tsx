"use client";

import clsx from "clsx";
import * as Radix from "radix-ui/dropdown-menu";
import type { ComponentProps, ReactNode } from "react";

const ITEM =
  "flex h-8 cursor-default items-center gap-2.5 rounded-sm px-2 text-sm text-ink-2 outline-none select-none data-disabled:opacity-45 data-highlighted:bg-sunken data-highlighted:text-ink [&_svg]:size-4 [&_svg]:shrink-0";

export type MenuProps = {
  /** The button that opens it; it takes a ref and props. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  readonly side?: "top" | "bottom";
  readonly className?: string;
};

/** A menu of things to do, opened from a button. */
export function Menu({ trigger, children, align = "end", side = "bottom", className }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={clsx("z-50 min-w-52 animate-appear rounded-md border border-line bg-surface p-1 shadow-pop", className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({ className, isDanger = false, ...rest }: ComponentProps<typeof Radix.Item> & { readonly isDanger?: boolean }) {
  return <Radix.Item className={clsx(ITEM, isDanger && "text-danger data-highlighted:text-danger", className)} {...rest} />;
}

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
