import type { Metadata } from "next";
import { ApiDocs } from "@/components/api-docs/api-docs";
import { openApiDocument } from "@/server/openapi";

export const metadata: Metadata = { title: "Machine API" };

export default function Page() {
  return <ApiDocs document={openApiDocument()} />;
}
