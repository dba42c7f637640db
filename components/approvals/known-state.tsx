"use client";

import Link from "next/link";
import { Mono } from "@/components/ui/mono";
import { Time } from "@/components/ui/time";
import type { Json } from "@/server/approvals/schema";
import { jsonText } from "./prepare-args";
import { plainLine } from "./prepare-card";
import { useTouches } from "./use-touches";

/** Before and after, where a receipt told how the resource stood; else nothing, since nobody knows. */
export function KnownState({ id, resource }: { readonly id: string; readonly resource: string | null }) {
  const state = useTouches(id)?.state ?? null;
  if (state === null || resource === null) return null;
  return (
    <>
      <table className="mt-2 w-full table-fixed border-collapse text-sm">
        <caption className="sr-only">Before and after</caption>
        <thead className="text-xs text-ink-3">
          <tr>
            <th scope="col" className="h-6 w-[34%] border-b border-line pr-4 text-left font-normal">
              <span className="block truncate">
                <Mono>{plainLine(resource)}</Mono>
              </span>
            </th>
            <th scope="col" className="h-6 border-b border-line pr-4 text-left font-normal">
              Now
            </th>
            <th scope="col" className="h-6 border-b border-line text-left font-normal">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {state.rows.map(({ path, now, after }) => (
            <tr key={path}>
              <th scope="row" className="py-1 pr-4 text-left align-top font-normal text-ink-2 wrap-anywhere">
                {plainLine(path)}
              </th>
              <td className="max-w-0 py-1 pr-4 align-top text-ink-3">
                <Cell value={now} />
              </td>
              <td className="max-w-0 py-1 align-top font-semibold">
                <Cell value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 text-xs text-ink-3">
        As of <Time at={state.asOf} precision="second" />,{" "}
        {state.approvalId === null ? (
          <>
            receipt of <Mono isShort>{state.actionId}</Mono>
          </>
        ) : (
          <Link href={`/queue/${state.approvalId}`} prefetch={false} className="link">
            receipt of {state.agentName}
          </Link>
        )}
        . It may have been changed elsewhere since.
      </p>
    </>
  );
}

const Cell = ({ value }: { readonly value: unknown }) => (
  <span className="line-clamp-4 font-mono text-[0.923em] wrap-anywhere">{jsonText((value ?? null) as Json).slice(0, 400)}</span>
);
