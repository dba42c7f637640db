import clsx from "clsx";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { Skeleton } from "@/components/ui/skeleton";
import { Td, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { costWords, lastingWords, named, tokenWords } from "@/server/traces/core/words";
import type { TraceLine } from "@/server/traces/schema";
import type { ToldStanding } from "@/server/traces/standings";
import { UngovernedMark } from "./marks";
import { traceHref } from "./trace-address";
import { asideWords, taskWords } from "./trace-words";
import { TraceOutcome } from "./traces-outcome";

export const traceRowId = (traceId: string): string => `trace-${traceId}`;

type RowProps = {
  readonly trace: TraceLine;
  readonly standing: ToldStanding | undefined;
  /** The longest of the runs beside it, in milliseconds. */
  readonly longest: number;
  readonly isSelected: boolean;
  readonly isTicked: boolean;
  readonly onTick: (traceId: string) => void;
};

/** One run of the list. */
export function TraceRow({ trace, standing, longest, isSelected, isTicked, onTick }: RowProps) {
  const task = taskWords(trace);
  const aside = asideWords(trace);
  const lasting = lastingWords((standing?.lastedMs ?? trace.durationMs) * 1_000);
  return (
    <Tr id={traceRowId(trace.traceId)} isSelected={isSelected} className="relative scroll-my-10">
      <Td className="w-4 pr-0! max-md:align-top">
        <label className="relative z-10 -m-1 flex size-6 items-center justify-center max-md:-m-2 max-md:mt-0 max-md:size-8">
          <input
            type="checkbox"
            className="size-3.5 accent-(--accent)"
            checked={isTicked}
            onChange={() => onTick(trace.traceId)}
            aria-label={`Compare ${task}`}
          />
        </label>
      </Td>
      <Td className="whitespace-nowrap text-ink-2 max-md:hidden">
        <Time at={trace.startedAt} format="relative" />
      </Td>
      <Td className="max-md:py-2 md:w-full md:max-w-0 md:min-w-40">
        <span className="flex items-baseline gap-2 max-md:block">
          <Link
            href={traceHref(trace.traceId)}
            prefetch={false}
            aria-current={isSelected ? "true" : undefined}
            title={named(trace.name)}
            className="font-medium wrap-anywhere after:absolute after:inset-0 md:truncate"
          >
            {task}
          </Link>
          {standing?.isShadow === true && <span className="text-xs text-danger">shadow</span>}
          {aside !== null && <span className="truncate text-xs text-ink-3 max-2xl:hidden">{aside}</span>}
        </span>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-2 md:hidden">
          <TraceOutcome trace={trace} standing={standing} />
          <span>{agentWords(trace)}</span>
          <span>{lasting}</span>
          <Time at={trace.startedAt} format="relative" />
        </span>
        {(standing?.authority.kind === "decided" || trace.ungoverned > 0) && (
          <span className="mt-0.5 flex text-xs md:hidden">
            <Authority trace={trace} standing={standing} />
          </span>
        )}
      </Td>
      <Td className="max-w-34 max-md:hidden">
        <span className="block truncate">{agentWords(trace)}</span>
      </Td>
      <Td className="max-w-30 text-ink-2 max-2xl:hidden">
        <span className="block truncate">{trace.initiator === null ? <Unsaid>not said</Unsaid> : named(trace.initiator.id)}</span>
      </Td>
      <Td className="max-w-46 max-md:hidden min-[1400px]:max-w-58 2xl:max-w-72">
        <TraceOutcome trace={trace} standing={standing} />
      </Td>
      <Td className="max-w-46 max-md:hidden min-[1400px]:max-w-52 2xl:max-w-72">
        <Authority trace={trace} standing={standing} />
      </Td>
      <Td className="pr-0! max-[1400px]:hidden">
        <Share lastedMs={standing?.lastedMs ?? trace.durationMs} waitedMs={standing?.waitedMs ?? 0} longest={longest} />
      </Td>
      <Td isNumeric className="max-md:hidden">
        {lasting}
      </Td>
      <Td isNumeric className="max-[1400px]:hidden">
        {trace.steps.toLocaleString("en-GB")}
      </Td>
      <Td isNumeric className="text-ink-2 max-2xl:hidden">
        {tokenWords(Number(trace.inputTokens) + Number(trace.outputTokens))}
      </Td>
      <Td isNumeric className="max-md:hidden">
        <Cost trace={trace} />
      </Td>
    </Tr>
  );
}

const Unsaid = ({ children }: { readonly children: string }) => <span className="text-ink-3">{children}</span>;

function agentWords({ agent, agents }: TraceLine) {
  const others = agents.filter((name) => name !== agent).length;
  return (
    <>
      {agent === null ? <Unsaid>not named</Unsaid> : named(agent)}
      {others > 0 && <span className="ml-1.5 text-xs text-ink-3">and {others} more</span>}
    </>
  );
}

/** What can be said of its authority before it is read who or what that was; null where nothing can. */
function knownAuthority({ stood, toolSteps, ungoverned }: TraceLine): Pick<ToldStanding["authority"], "kind" | "text"> | null {
  if (stood?.authority === "open") return { kind: "open", text: "none yet" };
  if (stood?.authority !== null) return null;
  if (toolSteps === 0) return { kind: "none", text: "no tool called" };
  return { kind: "none", text: ungoverned === 0 ? "nothing asked" : "" };
}

/** By whose authority, in a word or a name; and whether anything ran without any. */
function Authority({ trace, standing }: Pick<RowProps, "trace" | "standing">) {
  const authority = standing?.authority ?? knownAuthority(trace);
  const { ungoverned } = trace;
  return (
    <span className="flex min-w-0 items-center gap-x-2.5">
      {authority === null && <Skeleton className="h-3 w-24" />}
      {authority !== null && authority.text !== "" && (
        <span
          className={clsx("flex min-w-0 items-center gap-1.5", authority.kind === "decided" ? "text-ink-2" : "text-ink-3")}
          title={authority.text}
        >
          {authority.kind === "decided" && <ShieldCheck aria-hidden className="size-3.5 shrink-0 text-ink" />}
          <span className="truncate">{authority.text}</span>
        </span>
      )}
      {ungoverned > 0 && <UngovernedMark>{`${ungoverned.toLocaleString("en-GB")} ungoverned`}</UngovernedMark>}
    </span>
  );
}

type ShareProps = { readonly lastedMs: number; readonly waitedMs: number; readonly longest: number };

/** How long it took beside the others, and how much of that was waiting: by the root, so that a second is still seen beside an hour. */
function Share({ lastedMs, waitedMs, longest }: ShareProps) {
  const width = Math.max(6, Math.sqrt(lastedMs / longest) * 100);
  const wait = lastedMs === 0 ? 0 : waitedMs / lastedMs;
  return (
    <span className="flex h-1.5 w-12" title={waitedMs === 0 ? undefined : `${lastingWords(waitedMs * 1_000)} of it waiting for people`}>
      <span className="flex h-full gap-px" style={{ width: `${width}%` }}>
        <span aria-hidden className="min-w-0.5 rounded-[1px] bg-ink-2" style={{ flexGrow: 1 - wait }} />
        {wait > 0 && <span aria-hidden className="min-w-0.5 rounded-[1px] bg-info/40" style={{ flexGrow: wait }} />}
      </span>
      {waitedMs > 0 && <span className="sr-only">{lastingWords(waitedMs * 1_000)} of it waiting for people</span>}
    </span>
  );
}

function Cost({ trace }: Pick<RowProps, "trace">) {
  const cost = costWords(trace);
  return cost === null ? <Unsaid>none</Unsaid> : trace.costMicroUsd === null ? <Unsaid>{cost}</Unsaid> : cost;
}
