import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatAbsolute } from "@/components/ui/format-time";
import { named } from "@/server/traces/core/words";
import { AUTHORITY_WORDS, costFilterWords, lastingFilterWords, SPAN_WORDS } from "./filter-words";
import { NOTHING_NARROWED, type TracesParams } from "./trace-address";
import { RUN_OUTCOME_WORDS } from "./trace-words";
import type { FiltersProps } from "./traces-filters";

type Chip = { readonly name: keyof TracesParams; readonly label: string; readonly value: string };

const NAMES = { q: "Words", agent: "Agent", task: "Task class", person: "Started by", team: "Team", tool: "Tool", model: "Model" } as const;

const momentWords = (at: string): string => (Number.isNaN(Date.parse(at)) ? at : formatAbsolute(Date.parse(at), "minute", "UTC"));

/** What narrows the list at the moment, in words. */
function chipsOf(params: TracesParams): readonly Chip[] {
  const texts = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((name): Chip[] => {
    const value = params[name]?.trim() ?? "";
    return value === "" ? [] : [{ name, label: NAMES[name], value: named(value) }];
  });
  const { span, from, to, status, authority, cost, lasting, ungoverned, shadow } = params;
  return [
    ...texts,
    ...(span === null || from !== null || to !== null ? [] : [{ name: "span", label: "When", value: SPAN_WORDS[span] } as const]),
    ...(from === null ? [] : [{ name: "from", label: "From", value: momentWords(from) } as const]),
    ...(to === null ? [] : [{ name: "to", label: "Until", value: momentWords(to) } as const]),
    ...(status === null ? [] : [{ name: "status", label: "Outcome", value: RUN_OUTCOME_WORDS[status] } as const]),
    ...(authority === null ? [] : [{ name: "authority", label: "Authority", value: AUTHORITY_WORDS[authority] } as const]),
    ...(cost === null ? [] : [{ name: "cost", label: "Cost", value: costFilterWords(cost) } as const]),
    ...(lasting === null ? [] : [{ name: "lasting", label: "Duration", value: lastingFilterWords(lasting) } as const]),
    ...(ungoverned === true ? [{ name: "ungoverned", label: "Ungoverned", value: "a tool call passed no gate" } as const] : []),
    ...(shadow === true ? [{ name: "shadow", label: "Shadow", value: "nobody registered its agent" } as const] : []),
  ];
}

/** What narrows the list, each to be taken away by itself. */
export function TracesChips({ params, onChange }: FiltersProps) {
  const chips = chipsOf(params);
  if (chips.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 pt-2">
      <ul aria-label="Filters in force" className="contents">
        {chips.map(({ name, label, value }) => (
          <li key={name} className="flex max-w-full items-center rounded-full bg-sunken text-xs text-ink-2">
            <span className="truncate py-1 pl-2.5">
              {label}: <span className="text-ink">{value}</span>
            </span>
            <button
              type="button"
              aria-label={`Remove the filter ${label}: ${value}`}
              className="flex size-6 shrink-0 items-center justify-center rounded-full text-ink-3 hover:text-ink max-md:size-8"
              onClick={() => onChange({ [name]: null })}
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        variant="quiet"
        shortcut="Backspace"
        className="font-normal!"
        onClick={() => onChange({ ...NOTHING_NARROWED, sort: params.sort })}
      >
        Clear all
      </Button>
    </div>
  );
}
