import { figureOf, type Usual } from "@/server/approvals/core/precedent";

export type UsualWords = { readonly text: string; readonly isUnusual: boolean };

const figure = (value: number) => value.toLocaleString("en-GB", { maximumFractionDigits: 6 });
const span = (low: number, high: number) => (low === high ? figure(low) : `${figure(low)} to ${figure(high)}`);

/** How a figure compares to those of past calls: "usually 5 to 15", or in so many words that it is unusual. */
export function usualWords({ low, high, least, most, count }: Usual, value: unknown): UsualWords | null {
  const now = figureOf(value);
  if (now === null) return null;
  const usually = `usually ${span(low, high)}`;
  if (now > most) return { text: `unusual: never above ${figure(most)} in ${count} calls, ${usually}`, isUnusual: true };
  if (now < least) return { text: `unusual: never below ${figure(least)} in ${count} calls, ${usually}`, isUnusual: true };
  if (now > high || now < low)
    return { text: `${usually}, seldom ${now > high ? `up to ${figure(most)}` : `down to ${figure(least)}`}`, isUnusual: true };
  return { text: `${usually}, in ${count} calls`, isUnusual: false };
}
