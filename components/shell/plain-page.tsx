import type { ReactNode } from "react";
import { Seal } from "@/components/ui/seal";

export type PlainPageProps = { readonly title: string; readonly children: ReactNode; readonly actions?: ReactNode };

/** A page with nothing but words, for when there is no frame: not found, failed. */
export function PlainPage({ title, children, actions }: PlainPageProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[62ch] flex-col justify-center px-6 py-16">
      <p className="mb-6 flex items-center gap-2 text-lg font-semibold tracking-tight">
        <Seal className="size-4.5" />
        Reeve
      </p>
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <div className="mt-1 text-base text-pretty text-ink-2">{children}</div>
      {actions && <div className="mt-5 flex flex-wrap gap-2">{actions}</div>}
    </main>
  );
}
