"use client";

import "./globals.css";
import { PlainPage } from "@/components/shell/plain-page";
import { Button } from "@/components/ui/button";

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Reeve is not available</title>
        <PlainPage title="Reeve is not available" actions={<Button onClick={() => window.location.reload()}>Try again</Button>}>
          <p>Nothing was changed by it, and what agents asked for waits safely: without an answer they do nothing.</p>
          {error.digest && <p className="mt-1 text-xs text-ink-3">For the administrator: the log has this as {error.digest}.</p>}
        </PlainPage>
      </body>
    </html>
  );
}
