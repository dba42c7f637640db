import clsx from "clsx";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { listWords } from "@/server/kernel/list-words";
import { several, upper } from "@/server/maturity/core/card-words";
import { formatChange, formatScore } from "@/server/maturity/core/figure-words";
import { LEVELS } from "@/server/maturity/core/rubric";
import type { Standing } from "@/server/maturity/schema";
import { criterionHref } from "./maturity-address";
import { askWhatIf, choosable, liftsOf } from "./prepare-roadmap";

type WhatIfProps = {
  readonly standing: Standing;
  /** The criteria that are taken for met. */
  readonly chosen: readonly string[];
  /** Those of the roadmap that are open. */
  readonly planned: readonly string[];
  readonly onChoose: (ids: readonly string[] | null) => void;
};

/** Which level is reached if what is chosen is met: as a whole, and by dimension. */
export function WhatIf({ standing, chosen, planned, onChoose }: WhatIfProps) {
  const answer = askWhatIf(standing, chosen);
  const { now, reached, rest } = answer;
  const gain = reached.score - now.score;
  return (
    <Section title="What if" note="Tick items below, or choose any criterion. The address keeps what is chosen, so it can be shared.">
      <div className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <div className="min-w-0">
          <div role="status">
            <p className="text-sm text-ink-2">
              {chosen.length === 0 ? "As it is now" : `If ${several(chosen.length, "criterion is", "criteria are")} met`}
            </p>
            <p className="text-2xl font-semibold tracking-tight">
              Level {reached.level} <span className="font-normal text-ink-2">{LEVELS[reached.level]}</span>
            </p>
            <p className="mt-1 text-sm text-ink-2">
              score {formatScore(reached.score)}, {formatChange(gain)}; now Level {now.level}, {formatScore(now.score)}
            </p>
          </div>
          <Rest rest={rest} />
          <div className="mt-4 flex flex-wrap gap-2">
            <Button size="sm" onClick={() => onChoose(null)} disabled={planned.length === 0}>
              All open items
            </Button>
            <Button size="sm" onClick={() => onChoose(standing.path.steps.map(({ id }) => id))} disabled={standing.path.to === null}>
              Shortest path
            </Button>
            <Button size="sm" onClick={() => onChoose([])} disabled={chosen.length === 0}>
              None
            </Button>
          </div>
          <Extra standing={standing} chosen={chosen} planned={planned} onChoose={onChoose} />
        </div>
        <Lifts answer={answer} />
      </div>
    </Section>
  );
}

function Rest({ rest: { to, ids } }: { readonly rest: ReturnType<typeof askWhatIf>["rest"] }) {
  if (to === null) return <p className="mt-3 text-sm text-ink-2">There is no higher level.</p>;
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer rounded-sm text-ink-2">
        {upper(several(ids.length, "criterion more", "criteria more"))} to Level {to}
      </summary>
      <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
        {ids.map((id) => (
          <li key={id}>
            <Link href={criterionHref(id)} className="link">
              {id}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is taken for met without being on the roadmap, and the way to choose more. */
function Extra({ standing, chosen, planned, onChoose }: WhatIfProps) {
  const extra = chosen.filter((id) => !planned.includes(id));
  return (
    <div className="mt-4 grid gap-2">
      <Select
        aria-label="Also met"
        value=""
        className="max-w-sm"
        onChange={({ target }) => target.value !== "" && onChoose([...chosen, target.value])}
      >
        <option value="">Take another criterion for met</option>
        {choosable(standing.criteria, chosen).map(({ id, text }) => (
          <option key={id} value={id}>
            {id} {text}
          </option>
        ))}
      </Select>
      {extra.length > 0 && (
        <ul aria-label="Chosen beside the roadmap" className="flex flex-wrap gap-1.5">
          {extra.map((id) => (
            <li key={id}>
              <Button
                size="sm"
                variant="quiet"
                onClick={() => onChoose(chosen.filter((one) => one !== id))}
                aria-label={`${id} ×, take it back`}
              >
                {id} <span aria-hidden>×</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Lifts({ answer }: { readonly answer: ReturnType<typeof askWhatIf> }) {
  const lifts = liftsOf(answer);
  const lifted = lifts.filter(({ from, to }) => to > from).map(({ name, to }) => `${name} (${to})`);
  return (
    <div className="min-w-0">
      <Table caption="What each dimension would come to" isInset className="max-w-3xl">
        <thead>
          <tr>
            <Th className="w-full">Dimension</Th>
            <Th>Level</Th>
            <Th isNumeric>Score</Th>
            <Th isNumeric>Change</Th>
          </tr>
        </thead>
        <tbody>
          {lifts.map(({ id, name, from, to, score, gain }) => (
            <Tr key={id}>
              <Td className="h-8">{name}</Td>
              <Td className={clsx("h-8 whitespace-nowrap", to > from && "font-semibold")}>
                {to > from ? `${from} → ${to} ${LEVELS[to]}` : `${from} ${LEVELS[from]}`}
              </Td>
              <Td isNumeric className="h-8">
                {formatScore(score)}
              </Td>
              <Td isNumeric className={clsx("h-8", gain > 0 ? "font-medium" : "text-ink-3")}>
                {formatChange(gain)}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 text-xs text-ink-3">
        {lifted.length === 0 ? "No dimension reaches another level." : `Another level is reached by ${listWords(lifted, "and")}.`}
      </p>
    </div>
  );
}
