"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { Close, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { IconButton } from "./button";
import { noteDialog } from "./open-dialogs";

export type DialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence: what this is, or what will happen. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly width?: "sm" | "md" | "lg";
  /** A title only for assistive technology. */
  readonly isTitleHidden?: boolean;
};

const FIELDS = ["input", "select", "textarea"].map((tag) => `${tag}:not(:disabled)`).join(",");
const WIDTHS = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" } as const;

/** Focus goes to what is to be filled in, else to the dialog itself: never to the button that closes it. */
function focusFirstField(event: Event): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  event.preventDefault();
  (dialog.querySelector<HTMLElement>(FIELDS) ?? dialog).focus();
}

/** What has the focus; of a menu, which closes at once, the button that opened it. */
function focusedNow(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  const trigger = document.activeElement?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const focused = trigger ? document.getElementById(trigger) : document.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? focused : null;
}

/** Ctrl or Cmd with Enter sends the form from any of its fields, as in the rest of the product. */
function sendByKeyboard(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLButtonElement>("button[type=submit]:not(:disabled)")?.click();
}

/** A modal dialog; on a phone a sheet from below. Focus is held inside, Escape closes it, and focus goes back after. */
export function Dialog({ isOpen, onClose, title, description, children, footer, width = "md", isTitleHidden = false }: DialogProps) {
  // Taken as it opens: a field of the dialog may take the focus by itself.
  const [opening, setOpening] = useState<{ isOpen: boolean; opener: HTMLElement | null }>({ isOpen: false, opener: null });
  if (opening.isOpen !== isOpen) setOpening({ isOpen, opener: isOpen ? focusedNow() : opening.opener });
  useEffect(() => (isOpen ? noteDialog() : undefined), [isOpen]);
  // Radix knows only a trigger of its own, and dialogs are opened by keys and from menus as well.
  const giveBack = (event: Event) => {
    event.preventDefault();
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) (opening.opener?.isConnected ? opening.opener : document.getElementById("content"))?.focus();
  };
  return (
    <Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-appear bg-ink/25 dark:bg-paper/70" />
        <Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={giveBack}
          onKeyDown={sendByKeyboard}
          className={clsx(
            "fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] animate-appear flex-col rounded-t-lg border border-line bg-surface shadow-pop outline-none",
            "md:inset-x-4 md:top-[12vh] md:bottom-auto md:mx-auto md:max-h-[76vh] md:rounded-lg",
            WIDTHS[width],
            "max-md:max-w-none",
          )}
        >
          <header className={clsx("flex items-start gap-4 px-5 pt-4", isTitleHidden && "sr-only")}>
            <div className="min-w-0 flex-1">
              <Title className="text-lg font-semibold tracking-tight">{title}</Title>
              {description && <Description className="mt-0.5 text-sm text-pretty text-ink-2">{description}</Description>}
            </div>
            {!isTitleHidden && (
              <Close asChild>
                <IconButton label="Close" className="-mr-2">
                  <X aria-hidden />
                </IconButton>
              </Close>
            )}
          </header>
          <div className={clsx("min-h-0 flex-1 overflow-y-auto", isTitleHidden ? "" : "px-5 py-4")}>{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Content>
      </Portal>
    </Root>
  );
}
