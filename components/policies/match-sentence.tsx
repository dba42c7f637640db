import { Mono } from "@/components/ui/mono";
import type { RuleMatch } from "@/server/policies/core/rule";
import { matchWords } from "./prepare-rule";

/** What a rule is about, in plain words. */
export const MatchSentence = ({ match }: { readonly match: RuleMatch }) => (
  <>
    {matchWords(match).map(({ text, isCode }, i) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: words have no identity, and the sentence never reorders
      isCode ? <Mono key={i}>{text}</Mono> : <span key={i}>{text}</span>,
    )}
  </>
);

/** A CEL condition, whole: it wraps, it is never cut. */
export const Condition = ({ source }: { readonly source: string }) => (
  <code className="block font-mono text-xs whitespace-pre-wrap text-ink-2 wrap-anywhere">{source}</code>
);
