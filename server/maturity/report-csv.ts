import { type CsvValue, csvLine } from "@/server/kernel/csv";
import { decimalWords, teamName } from "@/server/statements/words";
import { formatScore } from "./core/figure-words";
import { LEVELS } from "./core/rubric";
import type { Report } from "./report-schema";

const HEAD = ["Part", "Id", "What", "Value", "Target or before", "Why", "Who", "Due", "As of (UTC)", "Rubric"];

type Row = readonly [part: string, id: string, what: string, ...rest: CsvValue[]];
const usd = (micro: string | null): string | null => (micro === null ? null : decimalWords(micro));
const fixed = (value: number | null): string | null => (value === null ? null : formatScore(value));
/** A whole share as per cent, without a sign that a spreadsheet would not count with. */
const percent = (share: number): string => (share * 100).toFixed(1);

function standing({ level, score, since, lately, targets, states, trend, dimensions, lead, headline }: Report): Row[] {
  const target = targets.at(-1);
  return [
    ["Overall", "", "Headline", headline, null, lead],
    ["Overall", "", "Level", level, target?.level ?? null, LEVELS[level], null, target?.dueOn ?? null],
    ["Overall", "", "Score", fixed(score), fixed(since?.score ?? null), since === null ? null : `before: ${since.day}`],
    ["Overall", "", "Change in the last week", fixed(lately)],
    ...dimensions.map((one): Row => {
      const { id, name, level: own, score: value, before, target: aim, holds } = one;
      return [
        "Dimension",
        id,
        name,
        fixed(value),
        fixed(before),
        `Level ${own}, ${aim === null ? "no target" : `target ${aim.level}`}. ${holds}`,
        null,
        aim?.dueOn ?? null,
      ];
    }),
    ...states.map(({ state, words, count, share }): Row => ["Criteria", state, words, count, percent(share), "in per cent of all"]),
    ...trend.map(({ day, level: then, score: value }): Row => ["Trend", day, `Level ${then}`, fixed(value), null, null, null, null]),
  ];
}

function work({ risks, disagreements, waivers, exclusions, roadmap }: Report): Row[] {
  return [
    ...risks.map(
      ({ id, text, priority, why, action, owner, dueOn }): Row => [
        "Risk",
        id,
        text,
        priority.toFixed(1),
        null,
        `${why}. ${action}`,
        owner?.name ?? null,
        dueOn,
      ],
    ),
    ...disagreements.flatMap(({ subject, text, verdicts }) =>
      verdicts.map(({ by, verdict, rationale }): Row => ["Disagreement", subject, text, verdict, null, rationale, by.name]),
    ),
    ...waivers.map(
      ({ criterion, text, owner, reason, until, daysLeft }): Row => [
        "Waiver",
        criterion,
        text,
        `${daysLeft} days left`,
        null,
        reason,
        owner.name,
        until,
      ],
    ),
    ...exclusions.map(
      ({ criterion, text, reason, by, confirmedBy }): Row => [
        "Not applicable",
        criterion,
        text,
        null,
        null,
        reason,
        `${by.name}, confirmed by ${confirmedBy.name}`,
      ],
    ),
    ...roadmap.quarters.flatMap(({ quarter, items }) =>
      items.map(({ criterion, text, owner, dueOn, expectedGain, state, isDone }): Row => {
        return [
          "Roadmap",
          criterion,
          text,
          fixed(expectedGain),
          quarter,
          isDone ? "closed as done" : (state ?? "not evaluated"),
          owner.name,
          dueOn,
        ];
      }),
    ),
  ];
}

function costs({ spend }: Report): Row[] {
  if (spend === null) return [];
  const { monthName, spentMicroUsd, beforeMicroUsd, forecast, budgetMicroUsd, budgetWords, unknownCalls, teams } = spend;
  return [
    [
      "Spend",
      "",
      `Spent in ${monthName} so far, USD`,
      usd(spentMicroUsd),
      usd(beforeMicroUsd),
      "before: the same days of the month before",
    ],
    [
      "Spend",
      "",
      `Forecast for ${monthName}, USD`,
      usd(forecast?.totalMicroUsd ?? null),
      usd(budgetMicroUsd),
      budgetWords === null ? null : `the budget ${budgetWords}`,
    ],
    ["Spend", "", "Calls without a known cost, in no figure", unknownCalls],
    ...teams.map(({ team, microUsd, beforeMicroUsd: was }): Row => ["Spend by team", team ?? "", teamName(team), usd(microUsd), usd(was)]),
  ];
}

/** Every figure of a report as a row, with the moment and the rubric that it stands on. */
export function reportToCsv(report: Report): string {
  const { snapshot, spend, rubricVersion } = report;
  const line = (row: Row, asOf: string) => {
    const cells: CsvValue[] = [...row];
    while (cells.length < HEAD.length - 2) cells.push(null);
    return csvLine([...cells, asOf, rubricVersion]);
  };
  return [
    csvLine(HEAD),
    ...standing(report).map((row) => line(row, snapshot.at)),
    ...work(report).map((row) => line(row, snapshot.at)),
    ...costs(report).map((row) => line(row, spend?.asOf ?? snapshot.at)),
  ].join("");
}
