import type { SideEffect } from "@/server/fleet/core/vocabulary";

/** What a call of the tool leaves behind, in words for people who choose and people who judge. */
export const SIDE_EFFECT_WORDS = {
  read: { word: "Reads only", hint: "Changes nothing." },
  reversible: { word: "Can be undone", hint: "Changes something of ours that we can put back." },
  externally_reversible: { word: "Can be undone outside", hint: "Others must help to put it back: a bank, a vendor, a client." },
  irreversible: { word: "Cannot be undone", hint: "Once it has run, nobody can put it back." },
} as const satisfies Record<SideEffect, { word: string; hint: string }>;

export function SideEffectWord({ sideEffect }: { readonly sideEffect: SideEffect }) {
  const { word, hint } = SIDE_EFFECT_WORDS[sideEffect];
  return (
    <span title={hint} className={sideEffect === "irreversible" ? "font-medium whitespace-nowrap" : "whitespace-nowrap text-ink-2"}>
      {word}
    </span>
  );
}
