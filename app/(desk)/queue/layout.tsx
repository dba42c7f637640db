import type { ReactNode } from "react";
import { LiveQueue } from "@/components/approvals/live-queue";

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <LiveQueue>{children}</LiveQueue>;
}
