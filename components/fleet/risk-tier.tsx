import clsx from "clsx";
import type { RiskTier as Tier } from "@/server/fleet/core/vocabulary";

const TIERS = {
  low: { word: "Low", bars: 1 },
  medium: { word: "Medium", bars: 2 },
  high: { word: "High", bars: 3 },
} as const satisfies Record<Tier, { word: string; bars: number }>;

export const riskWord = (tier: Tier): string => TIERS[tier].word;

/** The risk tier: three ink bars and a word, never a colour. On a phone's row the bars may stand behind the word. */
export function RiskTier({ tier, isReversed = false }: { readonly tier: Tier; readonly isReversed?: boolean }) {
  const { word, bars } = TIERS[tier];
  return (
    <span className={clsx("inline-flex items-center gap-2 align-bottom whitespace-nowrap", isReversed && "max-md:flex-row-reverse")}>
      <svg aria-hidden viewBox="0 0 14 14" fill="currentColor" className="size-3.5 shrink-0">
        {[0, 1, 2].map((bar) => (
          <rect key={bar} x={1 + bar * 4.5} y={9 - bar * 3} width="3" height={4 + bar * 3} rx="1" opacity={bar < bars ? 1 : 0.25} />
        ))}
      </svg>
      {word}
      <span className="sr-only"> risk</span>
    </span>
  );
}
