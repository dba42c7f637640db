"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/toast";
import { ConnectionNotice } from "./connection-notice";
import { type FramePerson, SIDEBAR_COOKIE } from "./frame-data";
import { PhoneBar, PhoneTop } from "./phone-bar";
import { Sidebar } from "./sidebar";
import { useCounts } from "./use-counts";
import { EVERYWHERE, useKeys } from "./use-keys";

// None of these is needed to see a page.
const Palette = dynamic(() => import("./palette").then((module) => module.Palette), { ssr: false });
const KeysDialog = dynamic(() => import("./keys-dialog").then((module) => module.KeysDialog), { ssr: false });

const remember = (isFolded: boolean) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${SIDEBAR_COOKIE}=${isFolded ? "folded" : "open"}; Path=/; Max-Age=31536000; SameSite=Lax`;
};

export type FrameProps = { readonly person: FramePerson; readonly isSidebarFolded: boolean; readonly children: ReactNode };

/** What stands around every page of a signed-in person. */
export function Frame({ person, isSidebarFolded, children }: FrameProps) {
  const path = usePathname();
  const counts = useCounts();
  const [isFolded, setIsFolded] = useState(isSidebarFolded);
  const [overlay, setOverlay] = useState<"none" | "palette" | "keys">("none");
  const fold = (next: boolean) => {
    setIsFolded(next);
    remember(next);
  };
  useKeys(
    {
      "Mod+k": { label: "Search and commands", run: () => setOverlay("palette"), worksInFields: true },
      "?": { label: "Keys of this page", run: () => setOverlay("keys") },
      "[": { label: isFolded ? "Unfold the sidebar" : "Fold the sidebar", run: () => fold(!isFolded) },
    },
    EVERYWHERE,
  );
  const close = () => setOverlay("none");
  return (
    <div className={clsx("min-h-dvh md:grid", isFolded ? "md:grid-cols-[56px_minmax(0,1fr)]" : "md:grid-cols-[216px_minmax(0,1fr)]")}>
      <a
        href="#content"
        className="sr-only z-50 rounded-sm bg-ink px-3 py-2 text-sm font-medium text-on-ink focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <Sidebar person={person} path={path} counts={counts} isFolded={isFolded} onFold={fold} onSearch={() => setOverlay("palette")} />
      <PhoneTop person={person} />
      <main id="content" tabIndex={-1} className="min-w-0 pb-(--frame-bottom) outline-none">
        <ConnectionNotice />
        {children}
      </main>
      <PhoneBar person={person} path={path} counts={counts} onSearch={() => setOverlay("palette")} />
      {overlay === "palette" && <Palette roles={person.roles} onClose={close} />}
      {overlay === "keys" && <KeysDialog onClose={close} />}
      <Toaster />
    </div>
  );
}
