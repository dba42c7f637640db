"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import type { Role } from "@/server/kernel/roles";
import type { EXPORT_FORMATS, TraceLine } from "@/server/traces/schema";
import { compareHref } from "./compare-address";
import { taskWords } from "./trace-words";

type Format = (typeof EXPORT_FORMATS)[number];

const FORMATS: readonly { readonly format: Format; readonly label: string; readonly note: string }[] = [
  { format: "pdf", label: "Story as PDF", note: "to hand on" },
  { format: "markdown", label: "Story as Markdown", note: "a post-mortem’s first draft" },
  { format: "chrome", label: "Chrome trace", note: "opens in Perfetto" },
  { format: "otlp", label: "OTLP JSON", note: "the spans, redacted" },
];

const READERS: readonly string[] = ["approver", "operator", "auditor", "admin"] satisfies readonly Role[];

/** What can be done with a trace besides reading it. Roles that see no payloads are refused the spans: the menu does not offer them. */
export function TraceActions({ trace }: { readonly trace: TraceLine }) {
  const { data: me } = useQuery(useTRPC().identity.account.me.queryOptions());
  const hasPayloads = me?.roles.some((role) => READERS.includes(role)) ?? false;
  return (
    <>
      <CompareMenu trace={trace} />
      <Menu
        trigger={
          <Button>
            Export
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        {FORMATS.filter(({ format }) => hasPayloads || format !== "otlp").map(({ format, label, note }) => (
          <MenuItem key={format} asChild>
            <a href={`/api/traces/${trace.traceId}/export?format=${format}`} download>
              {label}
              <span className="ml-auto pl-4 text-xs text-ink-3">{note}</span>
            </a>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

/** As many recent runs of the same kind as the menu offers; the page has more. */
const OFFERED = 7;

function CompareMenu({ trace }: { readonly trace: TraceLine }) {
  return (
    <Menu
      trigger={
        <Button variant="quiet">
          Compare with…
          <ChevronDown aria-hidden />
        </Button>
      }
      className="max-w-96"
    >
      <Offers trace={trace} />
      <MenuItem asChild>
        <Link href={compareHref(trace.traceId)}>Choose another run</Link>
      </MenuItem>
    </Menu>
  );
}

/** Read when the menu opens. */
function Offers({ trace: { traceId, taskClass, agent } }: { readonly trace: TraceLine }) {
  const alike = taskClass !== null ? { taskClass } : agent !== null ? { agent } : {};
  const { data } = useQuery(useTRPC().traces.list.queryOptions({ ...alike, limit: OFFERED + 1 }, { staleTime: 30_000 }));
  const offered = (data?.items ?? []).filter((line) => line.traceId !== traceId).slice(0, OFFERED);
  if (offered.length === 0) return null;
  return (
    <>
      {offered.map((line) => (
        <MenuItem key={line.traceId} asChild>
          <Link href={compareHref(traceId, line.traceId)}>
            <span className="min-w-0 truncate">{taskWords(line)}</span>
            <span className="ml-auto shrink-0 pl-4 text-xs text-ink-3">
              <Time at={line.startedAt} format="relative" />
            </span>
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
    </>
  );
}
