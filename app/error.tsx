"use client";

import { FailedPage } from "@/components/shell/failed-page";

export default function RootError({ error }: { error: Error & { digest?: string } }) {
  return (
    <main className="mx-auto max-w-[62ch] py-16">
      <h1 className="px-4 text-xl font-semibold tracking-tight md:px-6">Reeve</h1>
      <FailedPage error={error} onRetry={() => window.location.reload()} />
    </main>
  );
}
