import type { ReactNode } from "react";
import { Seal } from "@/components/ui/seal";

export type EntranceProps = {
  /** Said at the right of the top line, if anything. */
  readonly note?: string | null;
  readonly foot?: readonly [string, string];
  readonly children: ReactNode;
};

/** The frame of the pages that stand before sign-in: word mark, one matter, two lines at the foot. */
export function Entrance({ note, foot, children }: EntranceProps) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_minmax(0,1fr)_auto] text-base">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-6 py-4 text-xs text-ink-3">
        <span className="flex items-center gap-2 text-lg font-semibold tracking-tight text-ink">
          <Seal className="size-4.5" />
          Reeve
        </span>
        {note && <p className="ml-auto">{note}</p>}
      </header>
      <main className="grid content-center justify-center px-6 pt-6 pb-12">{children}</main>
      <footer className="flex flex-wrap justify-between gap-x-4 gap-y-1 px-6 py-4 text-xs text-ink-3">
        {foot?.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </footer>
    </div>
  );
}
