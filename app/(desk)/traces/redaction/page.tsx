import type { Metadata } from "next";
import { RedactionPage } from "@/components/traces/redaction-page";

export const metadata: Metadata = { title: "Redaction of traces" };

export default function Page() {
  return <RedactionPage />;
}
