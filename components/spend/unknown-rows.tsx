"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { formatCount } from "@/components/ui/format-count";
import { listWords } from "@/server/kernel/list-words";
import type { ExploreInput, Spend, UnpricedModel } from "@/server/spend/schema";
import { formatCents, formatTokens, nameWords } from "./prepare-spend";
import { pricesHref } from "./spend-address";

const MOST_NAMED = 6;
const calls = (count: number) => `${formatCount(count)} ${count === 1 ? "call" : "calls"}`;

type UnknownRowsProps = { readonly spend: Spend; readonly query: ExploreInput; readonly columns: number };

/** What the total leaves out, since it is not known: how much of it, why, and what to do. Never zero dollars. */
export function UnknownRows({ spend, query, columns }: UnknownRowsProps) {
  const { unpriced, missing } = spend;
  const rest = unpriced.slice(MOST_NAMED);
  return (
    <>
      {unpriced.slice(0, MOST_NAMED).map((one) => (
        <Unknown key={`${one.provider} ${one.model}`} name="No price" columns={columns} action={<Fix unpriced={one} />}>
          {calls(one.calls)} and {formatTokens(BigInt(one.inputTokens) + BigInt(one.outputTokens))} tokens of{" "}
          {one.model === null ? (
            "a model that is not named"
          ) : (
            <span className="font-mono text-xs wrap-anywhere text-ink">{nameWords(one.model)}</span>
          )}
          {one.agents.length > 0 &&
            ` (${listWords(one.agents.slice(0, 3).map(nameWords), "and")}${one.agents.length > 3 ? " and others" : ""})`}{" "}
          have no price. Not in the total.
        </Unknown>
      ))}
      {rest.length > 0 && (
        <Unknown name="No price" columns={columns} action={<Fix />}>
          {calls(rest.reduce((sum, one) => sum + one.calls, 0))} of {formatCount(rest.length)} more models have no price.
        </Unknown>
      )}
      {missing.calls > 0 && (
        <Unknown name="No usage" columns={columns}>
          {calls(missing.calls)}
          {missing.models.length > 0 && ` of ${listWords(missing.models.slice(0, 3).map(nameWords), "and")}`} came without token counts, as
          streamed calls do unless usage is asked for (<span className="font-mono text-xs">stream_options.include_usage</span>). Not in the
          total. {!("tool" in query) && <Estimate query={query} />}
        </Unknown>
      )}
    </>
  );
}

/** What calls without usage may come to, by the texts that are kept of them: said as an estimate, and added to nothing. */
function Estimate({ query }: { readonly query: ExploreInput }) {
  const { data } = useQuery(useTRPC().spend.estimated.queryOptions(query));
  if (data === undefined || data.estimated === 0) return null;
  const whose = data.estimated === data.calls ? "their texts" : `the texts that are kept of ${formatCount(data.estimated)} of them`;
  const tokens = formatTokens(BigInt(data.inputTokens) + BigInt(data.outputTokens));
  return (
    <>
      Estimated by {whose}, at four characters a token: {tokens} tokens, about {formatCents(data.costMicroUsd)}.
    </>
  );
}

const Fix = ({ unpriced }: { readonly unpriced?: UnpricedModel }) => (
  <Link
    href={pricesHref(unpriced)}
    className="link text-sm whitespace-nowrap max-md:py-3"
    aria-label={`Set a price${unpriced?.model ? ` for ${unpriced.model}` : ""}`}
  >
    Set a price
  </Link>
);

type UnknownProps = { readonly name: string; readonly columns: number; readonly action?: ReactNode; readonly children: ReactNode };

const Unknown = ({ name, columns, action, children }: UnknownProps) => (
  <tr className="border-b border-line">
    <th scope="row" className="py-2 pr-2 text-left align-top font-medium whitespace-nowrap">
      <span className="mr-2 inline-block size-2.5 rounded-[2px] border border-dashed border-warn" aria-hidden />
      {name}
    </th>
    <td className="px-2 py-2 text-right align-top whitespace-nowrap text-warn">unknown</td>
    <td colSpan={columns - 3} className="px-2 py-2 text-ink-2">
      {children}
    </td>
    <td className="py-2 pl-2 text-right align-top">{action}</td>
  </tr>
);
