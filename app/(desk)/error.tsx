"use client";

import { FailedPage } from "@/components/shell/failed-page";

/** `retry` asks the server for the page again; `reset` would draw the same failed answer anew. */
export default function DeskError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <FailedPage error={error} onRetry={retry} />;
}
