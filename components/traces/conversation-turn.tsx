"use client";

import clsx from "clsx";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Skeleton as Place } from "@/components/ui/skeleton";
import type { ToldExchange } from "@/server/traces/conversation-schema";
import { plainRole } from "@/server/traces/core/conversation";
import { counted, lastingWords, named } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import { CallRow, DeedsRow, stopDomId } from "./conversation-call";
import { TellPart, ToldParts } from "./conversation-parts";
import { KindMark, StatusMark } from "./marks";
import { roleWords, type ToldTurn } from "./prepare-conversation";
import type { SkeletonStep } from "./read-skeleton";

type Props = {
  readonly skeleton: Skeleton;
  readonly turn: ToldTurn;
  readonly openId: string | null;
  readonly onOpen: (spanId: string) => void;
  /** Whether what was said is still being read. */
  readonly isReading: boolean;
};

const WRITERS: { readonly [role: string]: string } = { system: "whoever instructs it", user: "whoever asked it", tool: "a tool" };

/** One call of a model as a turn of a chat: what is new of what it was given, what it said, what was done upon it. */
export function ConversationTurn({ skeleton, turn, openId, onOpen, isReading }: Props) {
  const { speaker, exchange, fresh, calls, deeds } = turn;
  const common = { traceId: skeleton.trace.traceId, openId, onOpen };
  const agent = speaker?.agent ?? null;
  const writer = agent === null ? "the agent" : named(agent);
  return (
    <li className="flex flex-col gap-3 border-b border-line py-4 [contain-intrinsic-size:auto_12rem] [content-visibility:auto]">
      {turn.takesOverFrom !== null && <TakesOver from={turn.takesOverFrom} to={writer} />}
      {exchange !== null && <Given exchange={exchange} />}
      {fresh.map((message, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity and never move
        <Said key={i} who={roleWords(message.role)}>
          <ToldParts messages={[message]} writer={WRITERS[plainRole(message.role)] ?? writer} />
        </Said>
      ))}
      {speaker !== null && (
        <Said
          id={stopDomId(speaker.spanId)}
          isOpen={speaker.spanId === openId}
          who={<Speaker speaker={speaker} isOpen={speaker.spanId === openId} onOpen={onOpen} />}
        >
          <Answer turn={turn} writer={writer} isReading={isReading} />
        </Said>
      )}
      {calls.length + deeds.length > 0 && (
        <div className="flex flex-col gap-1.5 md:pl-40">
          {calls.map((call) => (
            <CallRow key={call.key} call={call} writer={writer} {...common} />
          ))}
          {deeds.map((some) => (
            <DeedsRow key={some.key} deeds={some} {...common} />
          ))}
        </div>
      )}
    </li>
  );
}

/** What it was given that is told once only: its instructions, and that all else stood above already. */
function Given({ exchange: { instructions, repeated, isShortened } }: { readonly exchange: ToldExchange }) {
  return (
    <>
      {instructions.length > 0 && (
        <details className="text-sm md:pl-40">
          <summary className="w-fit cursor-pointer text-xs text-ink-2 hover:text-ink">Its instructions</summary>
          <div className="mt-1.5 flex flex-col gap-1.5">
            {instructions.map((part, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of instructions never move
              <TellPart key={i} part={part} writer="whoever instructs it" />
            ))}
          </div>
        </details>
      )}
      {repeated > 0 && (
        <p className="text-xs text-ink-3 md:pl-40">
          Given again: {counted(repeated, "message")} from above{isShortened ? ", without the first ones" : ""}.
        </p>
      )}
    </>
  );
}

type SaidProps = { readonly id?: string; readonly isOpen?: boolean; readonly who: ReactNode; readonly children: ReactNode };

const Said = ({ id, isOpen = false, who, children }: SaidProps) => (
  <div
    id={id}
    className={clsx(
      "grid scroll-my-16 gap-x-4 gap-y-1 rounded-sm md:grid-cols-[9rem_minmax(0,1fr)]",
      isOpen && "-m-2 bg-accent-weak p-2 shadow-[inset_2px_0_0_var(--accent)]",
    )}
  >
    <div className="min-w-0 pt-1 text-sm font-medium wrap-anywhere">{who}</div>
    <div className="flex min-w-0 flex-col gap-2">{children}</div>
  </div>
);

type SpeakerProps = Pick<Props, "onOpen"> & { readonly speaker: SkeletonStep; readonly isOpen: boolean };

function Speaker({ speaker, isOpen, onOpen }: SpeakerProps) {
  return (
    <>
      <span className="block">{speaker.agent === null ? "The agent" : named(speaker.agent)}</span>
      <span className="block text-xs font-normal text-ink-3">
        {speaker.model !== null && <span className="block truncate">{named(speaker.model)}</span>}
        <span className="block">{speaker.durationUs === null ? "still answering" : `answered in ${lastingWords(speaker.durationUs)}`}</span>
      </span>
      <button
        type="button"
        aria-current={isOpen ? "true" : undefined}
        onClick={() => onOpen(speaker.spanId)}
        className="text-xs font-normal text-accent hover:underline max-md:py-1.5"
      >
        step {(speaker.index + 1).toLocaleString("en-GB")}
      </button>
    </>
  );
}

function Answer({
  turn: { speaker, exchange, said, calls },
  writer,
  isReading,
}: Pick<Props, "turn" | "isReading"> & { readonly writer: string }) {
  if (exchange === null) return isReading ? <Place className="h-10 w-full max-w-md" /> : null;
  const isSilent = said.length === 0 && calls.length === 0;
  return (
    <>
      {speaker?.status === "error" && (
        <p className="pt-1 text-sm">
          <StatusMark status="error" />
        </p>
      )}
      <ToldParts messages={said} writer={writer} />
      {isSilent && speaker?.status !== "error" && (
        <p className="pt-1 text-sm text-ink-2">
          {exchange.isKept
            ? "The agent did not send what was said here."
            : "What was said here is past its retention. That it happened is kept."}
        </p>
      )}
    </>
  );
}

const TakesOver = ({ from, to }: { readonly from: string; readonly to: string }) => (
  <p className="flex items-center gap-1.5 text-sm text-info md:pl-40">
    <KindMark kind="handoff" />
    <span className="sr-only">:</span>
    {named(from)}
    <ArrowRight aria-label="hands over to" className="size-3.5 shrink-0" />
    {to}
  </p>
);
