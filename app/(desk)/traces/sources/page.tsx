import type { Metadata } from "next";
import { SourcesPage } from "@/components/traces/sources-page";

export const metadata: Metadata = { title: "Sources of traces" };

export default function Page() {
  return <SourcesPage />;
}
