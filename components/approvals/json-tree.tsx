"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { Json } from "@/server/approvals/schema";
import { jsonText, visibleText } from "./prepare-args";

/** Entries of one level that are drawn at once; the rest follows on request. */
const STEP = 100;
const OPEN_DEPTH = 2;

/** JSON, whole: objects and lists fold, and what is folded is drawn only when it is opened. */
export function JsonTree({ value }: { readonly value: Json }) {
  return (
    <div className="relative mt-2 rounded-sm bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton value={JSON.stringify(value, null, 2)} label="Copy the JSON" />
      </div>
      {/* No landmark, since a page may show several. */}
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto py-2 pr-9 pl-3 font-mono text-xs"
      >
        <Node name={null} value={value} depth={0} />
      </div>
    </div>
  );
}

type NodeProps = { readonly name: string | null; readonly value: Json; readonly depth: number };

function Node({ name, value, depth }: NodeProps) {
  const label = name === null ? null : <span className="text-ink-2">{visibleText(name)}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div className="wrap-anywhere whitespace-pre-wrap">
        {label}
        {jsonText(value)}
      </div>
    );
  }
  return <Branch label={label} value={value as readonly Json[] | { readonly [key: string]: Json }} depth={depth} />;
}

type BranchProps = {
  readonly label: React.ReactNode;
  readonly value: readonly Json[] | { readonly [key: string]: Json };
  readonly depth: number;
};

function Branch({ label, value, depth }: BranchProps) {
  const [isOpen, setIsOpen] = useState(depth < OPEN_DEPTH);
  const [limit, setLimit] = useState(STEP);
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((entry, index) => [String(index), entry] as const)
    : Object.entries(value);
  const words = Array.isArray(value) ? `[ ${entries.length} ]` : `{ ${entries.length} }`;
  return (
    <div>
      <button type="button" aria-expanded={isOpen} className="text-left hover:underline" onClick={() => setIsOpen(!isOpen)}>
        <span aria-hidden className="inline-block w-3 text-ink-3">
          {isOpen ? "−" : "+"}
        </span>
        {label}
        <span className="text-ink-3">{words}</span>
      </button>
      {isOpen && (
        <div className="ml-1.5 border-l border-line pl-3">
          {entries.slice(0, limit).map(([key, entry]) => (
            <Node key={key} name={key} value={entry} depth={depth + 1} />
          ))}
          {entries.length > limit && (
            <Button size="sm" variant="quiet" onClick={() => setLimit(limit + STEP)}>
              Show {Math.min(STEP, entries.length - limit)} more of {entries.length}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
