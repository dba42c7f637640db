"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";
import type { Usual } from "@/server/approvals/core/precedent";
import type { Json } from "@/server/approvals/schema";
import type { ActionOnCard } from "./card-type";
import { argsWords, jsonText, mixedWord, prepareArgs, visibleText } from "./prepare-args";
import { usualWords } from "./prepare-usual";

// Deep JSON is looked at seldom.
const JsonTree = dynamic(() => import("./json-tree").then((module) => module.JsonTree), { loading: () => <Skeleton className="h-24" /> });

const FIRST_ROWS = 40;
const LONG = 320;
const MIXED_LENGTH = 60;

type ArgsTableProps = { readonly action: ActionOnCard; readonly usual?: readonly Usual[] };

/** The arguments, whole: a table of them, each value in full or one click from it, and the JSON behind a button. */
export function ArgsTable({ action, usual = [] }: ArgsTableProps) {
  const rows = prepareArgs(action.args, action.redacted);
  const [isWhole, setIsWhole] = useState(rows.length <= FIRST_ROWS);
  const [isJson, setIsJson] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <div className="min-w-0">
      {rows.length > 0 && (
        <table className="w-full table-fixed border-collapse text-sm">
          <caption className="sr-only">Arguments</caption>
          <thead className="text-xs text-ink-3">
            <tr>
              <th scope="col" className="h-5 w-[34%] pr-4 text-left font-normal">
                Argument
              </th>
              <th scope="col" className="h-5 text-left font-normal">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.name}>
                <th scope="row" className="py-[3px] pr-4 text-left align-top font-normal text-ink-2">
                  <Mono>{visibleText(row.name)}</Mono>
                </th>
                <td className="py-[3px] align-top">
                  {row.isHidden ? (
                    <span className="text-ink-3">{action.hiddenBecause === "unregistered" ? "hidden" : "hidden: sensitive"}</span>
                  ) : (
                    <>
                      <Value value={row.value} />
                      <UsualNote usual={usual.find(({ name }) => name === row.name)} value={row.value} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="mt-1.5 flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
        {argsWords(rows, shown.length, action)}
        {!isWhole && (
          <button type="button" className="link" onClick={() => setIsWhole(true)}>
            Show all {rows.length}
          </button>
        )}
        <button type="button" className="link" aria-expanded={isJson} onClick={() => setIsJson(!isJson)}>
          {isJson ? "Close JSON" : "JSON"}
        </button>
        <span className="inline-flex items-center gap-1 text-xs text-ink-3">
          Digest <Mono isShort>{action.digest}</Mono>
          <CopyButton value={action.digest} label="Copy the digest" />
        </span>
      </p>
      {isJson && <JsonTree value={action.args} />}
    </div>
  );
}

/** How a figure compares to those of past calls. */
function UsualNote({ usual, value }: { readonly usual: Usual | undefined; readonly value: Json }) {
  const words = usual === undefined ? null : usualWords(usual, value);
  return words === null ? null : <span className={clsx("block text-xs", words.isUnusual ? "text-warn" : "text-ink-3")}>{words.text}</span>;
}

/** A value in full. A long one is cut to its first lines until it is asked for. */
function Value({ value }: { readonly value: Json }) {
  const isNested = typeof value === "object" && value !== null;
  const text = jsonText(value, isNested ? 2 : 0);
  const isLong = text.length > LONG || text.split("\n").length > 8;
  const [isWhole, setIsWhole] = useState(!isLong);
  const mixed = useMemo(() => mixedWord(value), [value]);
  return (
    <>
      <code
        className={clsx(
          "font-mono text-[0.923em] wrap-anywhere whitespace-pre-wrap",
          isNested ? "" : "font-medium",
          isWhole ? "block max-h-96 overflow-y-auto" : "line-clamp-4",
        )}
        // What scrolls must be reachable by keyboard.
        tabIndex={isWhole && isLong ? 0 : undefined}
      >
        {isWhole ? text : text.slice(0, LONG * 2)}
      </code>
      {mixed !== null && (
        <span className="block text-xs wrap-anywhere text-warn">
          Look-alike letters: “{visibleText(mixed.slice(0, MIXED_LENGTH))}” mixes Latin with another alphabet.
        </span>
      )}
      {isLong && (
        <button type="button" className="link text-xs" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all ${text.length.toLocaleString("en-GB")} characters`}
        </button>
      )}
    </>
  );
}
