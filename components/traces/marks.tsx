import clsx from "clsx";
import {
  ArrowRight,
  Check,
  CircleDashed,
  CircleDot,
  CircleUserRound,
  Clock,
  type LucideIcon,
  Search,
  Shield,
  Sparkle,
  Stamp,
  Wrench,
  X,
} from "lucide-react";
import type { ReactElement } from "react";
import { STEP_KINDS, type StepKind, type StepStatus } from "@/server/traces/core/step";
import { KIND_WORDS, STATUS_WORDS } from "./trace-words";

const KINDS: Record<StepKind, { readonly Icon: LucideIcon; readonly className: string }> = {
  agent: { Icon: CircleUserRound, className: "text-ink-2" },
  llm: { Icon: Sparkle, className: "text-(--s1)" },
  tool: { Icon: Wrench, className: "text-(--s3)" },
  retrieval: { Icon: Search, className: "text-(--s6)" },
  guardrail: { Icon: Shield, className: "text-ink-2" },
  handoff: { Icon: ArrowRight, className: "text-ink-2" },
  approval: { Icon: Stamp, className: "text-info" },
  other: { Icon: CircleDot, className: "text-ink-3" },
};

const kindMark = (kind: StepKind): ReactElement => {
  const { Icon, className } = KINDS[kind];
  return (
    <>
      <Icon aria-hidden className={clsx("size-3.5 shrink-0", className)} />
      <span className="sr-only">{KIND_WORDS[kind]}</span>
    </>
  );
};

// Made once: the same element is passed over when a line is drawn again, and lines are drawn by the thousand.
const KIND_MARKS = Object.fromEntries(STEP_KINDS.map((kind) => [kind, kindMark(kind)])) as Record<StepKind, ReactElement>;

/** What a step is, as a sign and, for assistive technology, a word. */
export const KindMark = ({ kind }: { readonly kind: StepKind }) => KIND_MARKS[kind];

const kindSign = (kind: StepKind): ReactElement => {
  const { Icon, className } = KINDS[kind];
  return (
    <Icon role="img" className={clsx("size-3.5 shrink-0", className)}>
      <title>{KIND_WORDS[kind]}</title>
    </Icon>
  );
};

const KIND_SIGNS = Object.fromEntries(STEP_KINDS.map((kind) => [kind, kindSign(kind)])) as Record<StepKind, ReactElement>;

/** The same in one piece, which lays out with less: for lines that come and go as one scrolls. */
export const kindSignOf = (kind: StepKind): ReactElement => KIND_SIGNS[kind];

const STATUSES: Record<StepStatus, { readonly Icon: LucideIcon; readonly className: string }> = {
  ok: { Icon: Check, className: "text-ok" },
  error: { Icon: X, className: "text-danger" },
  running: { Icon: Clock, className: "text-info" },
};

/** How it went, as a sign with its word. */
export function StatusMark({ status }: { readonly status: StepStatus }) {
  const { Icon, className } = STATUSES[status];
  return (
    <span className={clsx("inline-flex items-center gap-1.5 align-top whitespace-nowrap", status === "ok" ? "text-ink" : className)}>
      <Icon aria-hidden className={clsx("size-3.5 shrink-0", className)} />
      {STATUS_WORDS[status]}
    </span>
  );
}

/** The opposite of the seal: a tool was called and no decision was asked for. */
export const UngovernedMark = ({ children }: { readonly children: string }) => (
  <span className="inline-flex items-center gap-1.5 align-top whitespace-nowrap text-danger">
    <CircleDashed aria-hidden className="size-3.5 shrink-0" />
    {children}
  </span>
);
