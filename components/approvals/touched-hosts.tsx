"use client";

import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import type { Card } from "./card-type";
import { hostRows, prepareHosts } from "./prepare-hosts";
import { useTouches } from "./use-touches";

/** The hosts that the call names, each in full, with what may deceive in its name. */
export function TouchedHosts({ card }: { readonly card: Card }) {
  const { args, resource } = card.action;
  const named = useMemo(() => prepareHosts({ args, resource }), [args, resource]);
  const touches = useTouches(card.id);
  if (named.length === 0) return null;
  const rows = hostRows(named, touches, card.agentName);
  return (
    <div className="mt-1">
      <ul aria-label="Hosts that it names" className="flex flex-col gap-1">
        {rows.map(({ host, parts, recipients, warnings, note }) => (
          <li key={host} className="min-w-0">
            <code className="font-mono text-[0.923em] font-medium wrap-anywhere">
              {parts.map(({ text, isMarked }, at) =>
                isMarked ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and their order is theirs
                  <mark key={at} className="bg-transparent font-semibold text-warn underline decoration-2 underline-offset-2">
                    {text}
                  </mark>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <span key={at}>{text}</span>
                ),
              )}
            </code>
            {recipients.length > 0 && <span className="text-sm text-ink-2 wrap-anywhere"> {recipients.join(", ")}</span>}
            {warnings.map((warning) => (
              <span key={warning} className="flex items-start gap-1.5 text-xs text-warn wrap-anywhere">
                <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
                {warning}
              </span>
            ))}
            {note !== null && <span className="block text-xs text-ink-2">{note}</span>}
          </li>
        ))}
      </ul>
      {named.length > rows.length && (
        <p className="mt-1 text-xs text-ink-2">{(named.length - rows.length).toLocaleString("en-GB")} more hosts stand in the arguments.</p>
      )}
    </div>
  );
}
