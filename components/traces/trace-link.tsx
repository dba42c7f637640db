"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useKeys } from "@/components/shell/use-keys";
import { Kbd } from "@/components/ui/kbd";
import { traceOfAction } from "./trace-address";

type Props = { readonly run: { readonly traceId: string | null; readonly spanId: string | null } };

/** From an action to the trace that its agent named, and the key for it; nothing where it named none. */
export function TraceLink({ run }: Props) {
  const href = traceOfAction(run);
  return href === null ? null : <Leads href={href} />;
}

function Leads({ href }: { readonly href: string }) {
  const router = useRouter();
  useKeys({ t: { label: "Open its trace", run: () => router.push(href) } }, "Request");
  return (
    <Link className="whitespace-nowrap text-accent underline underline-offset-2" href={href} aria-keyshortcuts="t">
      Its trace <Kbd>t</Kbd>
    </Link>
  );
}
