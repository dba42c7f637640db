import type { Content } from "@/server/traces/core/content";
import type { SkeletonStep } from "./read-skeleton";

/** What is on record of the action that a tool step carried out. */
export type StoryAction = {
  readonly id: string;
  readonly summary: string;
  readonly decision: "allow" | "deny" | "pending";
  readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly grantId: string | null;
  readonly askedAt: string;
  readonly decidedAt: string | null;
  readonly approvalId: string | null;
  /** Who decided the request; null while nobody did, or where it cannot be read. */
  readonly decidedBy: string | null;
};

/** What a story is told from, beside the skeleton; what could not be read is simply absent. */
export type StoryFacts = {
  readonly contents: ReadonlyMap<string, Content>;
  readonly actions: ReadonlyMap<string, StoryAction>;
};

/** A piece of a sentence: words, a name of code, a step of the trace, another page. */
export type StoryPart =
  | string
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "step"; readonly spanId: string; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly text: string };

/** What an agent or another stranger wrote: shown apart, never as a fact. */
export type Quote = { readonly text: string; readonly writer: string; readonly isCut: boolean };

export type Chapter = {
  readonly key: string;
  readonly at: string;
  readonly mark: "plain" | "ungoverned" | "decided" | "held" | "failed";
  readonly heading: string;
  readonly parts: readonly StoryPart[];
  readonly quote: Quote | null;
};

/** One turn of an agent: the model's answer, and what was done upon it. */
export type Turn = { readonly decision: SkeletonStep | null; readonly deeds: readonly SkeletonStep[] };
