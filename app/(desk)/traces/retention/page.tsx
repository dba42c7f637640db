import type { Metadata } from "next";
import { RetentionPage } from "@/components/traces/retention-page";

export const metadata: Metadata = { title: "Retention of traces" };

export default function Page() {
  return <RetentionPage />;
}
