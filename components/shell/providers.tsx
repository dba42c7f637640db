"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ProcedureProvider } from "@/components/trpc/provider";

/** What every page stands on: the theme, the state in the address, the procedures. */
export function Providers({ nonce, children }: { readonly nonce: string | undefined; readonly children: ReactNode }) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <NuqsAdapter>
        <ProcedureProvider>{children}</ProcedureProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
