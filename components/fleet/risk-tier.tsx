import type { RiskTier as Tier } from "@/server/fleet/core/vocabulary";

const WORDS = { low: "Low", medium: "Medium", high: "High" } as const satisfies Record<Tier, string>;
const BARS = { low: 1, medium: 2, high: 3 } as const satisfies Record<Tier, number>;

export const riskWord = (tier: Tier): string => WORDS[tier];

/** The risk tier: three ink bars and a word, never a colour. */
export function RiskTier({ tier }: { readonly tier: Tier }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-bottom whitespace-nowrap">
      <svg aria-hidden viewBox="0 0 12 12" className="size-3 shrink-0">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={bar * 4 + 0.5}
            y={8 - bar * 4}
            width={3}
            height={4 + bar * 4}
            rx={0.5}
            className={bar < BARS[tier] ? "fill-ink-2" : "fill-line-strong"}
          />
        ))}
      </svg>
      {WORDS[tier]}
    </span>
  );
}
