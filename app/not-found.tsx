import type { Metadata } from "next";
import { PlainPage } from "@/components/shell/plain-page";
import { ButtonLink } from "@/components/ui/button-link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainPage title="There is nothing at this address" actions={<ButtonLink href="/">Go to your start page</ButtonLink>}>
      It may have been mistyped, or what was here is gone.
    </PlainPage>
  );
}
