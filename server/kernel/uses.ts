import { type Refused, refuse } from "./result";

/** What still rests on something, in words: `the rule "Discounts over 20 %"`. Whoever takes it out of use asks first. */
export type UsesOf = (id: string) => Promise<readonly string[]>;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const MAX_NAMED = 5;

/** The refusal that names what uses it; null when nothing does. */
export function refuseInUse(uses: readonly string[]): Refused | null {
  if (uses.length === 0) return null;
  const more = uses.length - MAX_NAMED;
  const named = more > 0 ? [...uses.slice(0, MAX_NAMED), `${more} more`] : uses;
  return refuse("conflict", `It is in use by ${listed(named)}. Choose another one there first, then archive it.`);
}
