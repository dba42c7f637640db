"use client";

import { FailedPage } from "@/components/shell/failed-page";

export default function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <FailedPage error={error} onRetry={reset} />;
}
