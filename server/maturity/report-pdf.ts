import { usdWords } from "@/server/kernel/money";
import { cleanLine } from "@/server/kernel/untrusted";
import { makePdf, type PdfBlock, type PdfFigure } from "@/server/platform/pdf";
import { teamName } from "@/server/statements/words";
import { formatChange, formatScore } from "./core/figure-words";
import { checksSay, daysLeftWords, dayWords, percentWords, quarterWords } from "./core/report-words";
import { LEVELS, type Level } from "./core/rubric";
import type { Report, ReportSpend } from "./report-schema";

const SCALE = { from: 1, to: 5 } as const;
const DAY_MS = 86_400_000;

const paragraph = (text: string): PdfBlock => ({ kind: "paragraph", runs: [{ text }] });
const moment = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;
const short = (day: string): string => dayWords(day).replace(/^(\d+ \w{3})\w*( \d{4})$/, "$1$2");

function spendFigure(spend: ReportSpend | null): PdfFigure {
  if (spend === null) return { label: "Spend", value: "not read", note: "look at the page of spend" };
  const { monthName, spentMicroUsd, budgetMicroUsd, budgetWords } = spend;
  const isBound = budgetWords !== null && budgetMicroUsd !== null;
  const note = isBound ? `the budget of ${usdWords(budgetMicroUsd)} ${budgetWords}` : "no budget of the organisation";
  return { label: `Spend, ${monthName}`, value: usdWords(spentMicroUsd), note };
}

function figures({ level, score, since, lately, targets, states, spend }: Report): PdfBlock {
  const aims = targets
    .filter((one) => one.level > level)
    .map((one) => `${one.level}${one.dueOn === null ? "" : ` by ${short(one.dueOn)}`}`);
  const change = since === null ? null : `${formatChange(score - since.score)} since ${short(since.day)}`;
  const week = lately === null ? null : `${formatChange(lately)} in the last week`;
  const met = states.find(({ state }) => state === "met");
  const not = states.find(({ state }) => state === "not_applicable");
  return {
    kind: "figures",
    figures: [
      { label: "Overall level", value: `${level} of 5`, note: aims.length === 0 ? LEVELS[level] : `target ${aims.join(", ")}` },
      {
        label: "Score",
        value: formatScore(score),
        note: [change, week].filter((one) => one !== null).join(", ") || "the first day on record",
      },
      {
        label: "Criteria met",
        value: String(met?.count ?? 0),
        note: `${percentWords(met?.share ?? 0)} of all; ${percentWords(not?.share ?? 0)} do not apply`,
      },
      spendFigure(spend),
    ],
  };
}

const levelWords = (level: Level): string => `${level} ${LEVELS[level]}`;

const dimensions = ({ dimensions: rows, since, snapshot }: Report): PdfBlock[] => [
  {
    kind: "heading",
    text: "Eight dimensions",
    note: `${since === null ? "" : `Hollow: ${short(since.day)}. `}Full: ${short(snapshot.day)}. Bar: target. The first three are core: the lowest of them is the overall level.`,
  },
  {
    kind: "table",
    head: ["Dimension", "Level", "", "Score", "What holds it there"],
    widths: [20, 15, 22, 8, 35],
    numeric: [3],
    bold: 0,
    rows: rows.map(({ name, level, score, holds }) => [name, levelWords(level), "", formatScore(score), holds]),
    marks: {
      column: 2,
      scale: SCALE,
      rows: rows.map(({ score, before, target }) => ({ now: score, before, target: target?.level ?? null })),
    },
  },
];

const pictures = ({ dimensions: rows, trend, snapshot }: Report): PdfBlock => ({
  kind: "pictures",
  height: 226,
  widths: [58, 42],
  pictures: [
    {
      kind: "radar",
      title: "Score and target",
      note: "Line: score. Dashed: target. The centre is Level 1, the rim Level 5.",
      ...SCALE,
      axes: rows.map(({ name, score, target }) => ({
        name: name.replace("Developer experience", "Developer exp.").replace("Organizational enablement", "Organization"),
        words: target === null ? formatScore(score) : `${formatScore(score)} of ${target.level}`,
        value: score,
        target: target?.level ?? null,
      })),
    },
    {
      kind: "line",
      title: "The overall score, day by day",
      note: trend.length < 2 ? "The line begins with the second day." : "The mean of the dimensions by their weights.",
      ...SCALE,
      words: (figure) => levelWords(figure as Level),
      points: trend.map(({ day, score }) => ({ at: Date.parse(day) / DAY_MS, value: score })),
      ends: [short(trend[0]?.day ?? snapshot.day), short(trend.at(-1)?.day ?? snapshot.day)],
    },
  ],
});

function risks({ risks: rows, gaps }: Report): PdfBlock[] {
  const note = `The first ${rows.length} of ${gaps} gaps up to the targets, by risk × impact × gap × confidence ÷ effort.`;
  if (rows.length === 0) return [{ kind: "heading", text: "What to close first" }, paragraph("Nothing is open up to the targets.")];
  return [
    { kind: "heading", text: "What to close first", note },
    {
      kind: "table",
      head: ["", "Criterion", "Where it stands, and what to do", "Priority", "Who, by when"],
      widths: [5, 33, 37, 9, 16],
      numeric: [3],
      bold: 1,
      rows: rows.map(({ rank, id, text, why, action, priority, owner, dueOn }) => [
        String(rank),
        `${text} (${id})`,
        cleanLine(`${why}. ${action}.`, 190),
        priority.toFixed(1),
        owner === null ? "nobody yet" : `${cleanLine(owner.name, 40)}${dueOn === null ? "" : `, ${short(dueOn)}`}`,
      ]),
    },
  ];
}

const more = (count: number, where: string): PdfBlock[] => (count === 0 ? [] : [paragraph(`${count} more stand on the page of ${where}.`)]);

const disagreements = ({ disagreements: rows, more: { disagreements: left } }: Report): PdfBlock[] => [
  { kind: "heading", text: "Where two assessors disagree", note: "The lower verdict stands until a third person settles it." },
  ...(rows.length === 0
    ? [paragraph("No disagreement is open.")]
    : [
        {
          kind: "table" as const,
          head: ["Of", "Who", "Verdict", "Why"],
          widths: [34, 16, 12, 38],
          bold: 2,
          rows: rows.flatMap(({ subject, text, verdicts }) =>
            verdicts.map(({ by, verdict, rationale }, i) => [
              i === 0 ? `${text} (${subject})` : "",
              cleanLine(by.name, 40),
              verdict,
              cleanLine(rationale, 160),
            ]),
          ),
        },
        ...more(left, "the criteria"),
      ]),
];

const waivers = ({ waivers: rows, exclusions, more: left }: Report): PdfBlock[] => [
  { kind: "heading", text: "Risks accepted for a time", note: "A waiver names a gap and lifts no level. The first to end first." },
  ...(rows.length === 0
    ? [paragraph("No waiver stands.")]
    : [
        {
          kind: "table" as const,
          head: ["Criterion", "Reason", "Owner", "Until"],
          widths: [33, 35, 15, 17],
          rows: rows.map(({ criterion, text, reason, owner, until, daysLeft, isNearEnd, isStale }) => [
            `${text} (${criterion})`,
            `${cleanLine(reason, 150)}${isStale ? " Rated riskier now than when it was accepted." : ""}`,
            cleanLine(owner.name, 40),
            `${short(until)}${isNearEnd ? `, ${daysLeftWords(daysLeft)}` : ""}`,
          ]),
        },
        ...more(left.waivers, "the criteria"),
      ]),
  ...(exclusions.length === 0
    ? []
    : [
        paragraph(
          `Do not apply: ${exclusions.map(({ criterion, reason, by, confirmedBy }) => `${criterion} (${cleanLine(reason, 80)}; ${by.name}, confirmed by ${confirmedBy.name})`).join("; ")}${left.exclusions === 0 ? "" : `; and ${left.exclusions} more`}.`,
        ),
      ]),
];

function roadmap({ roadmap: { quarters, whenDone }, level, score, more: { items: left } }: Report): PdfBlock[] {
  const gain =
    whenDone === null || quarters.length === 0
      ? undefined
      : `With all that is open done: Level ${whenDone.level} and score ${formatScore(whenDone.score)}, from Level ${level} and ${formatScore(score)}.`;
  const head: PdfBlock = { kind: "heading", text: "Roadmap", ...(gain === undefined ? {} : { note: gain }) };
  if (quarters.length === 0) return [head, paragraph("Nothing is planned yet.")];
  const rows = quarters.flatMap(({ quarter, items }) =>
    items.map((item, i) => [
      i === 0 ? quarterWords(quarter) : "",
      `${item.text} (${item.criterion})`,
      cleanLine(item.owner.name, 40),
      `${short(item.dueOn)}${item.isLate ? ", late" : ""}`,
      checksSay(item),
      formatChange(item.expectedGain),
    ]),
  );
  const table: PdfBlock = {
    kind: "table",
    head: ["Quarter", "Work", "Owner", "Due", "Checks say", "Score"],
    widths: [11, 39, 16, 14, 12, 8],
    numeric: [5],
    bold: 0,
    rows,
  };
  return [head, table, ...more(left, "the roadmap")];
}

function spendBlocks(spend: ReportSpend | null): PdfBlock[] {
  if (spend === null) return [];
  const { monthName, asOf, sentences, spentMicroUsd, beforeMicroUsd, forecast, unknownCalls, teams } = spend;
  const band =
    forecast === null || forecast.lowMicroUsd === null || forecast.highMicroUsd === null
      ? "too little on record for a band"
      : `${usdWords(forecast.lowMicroUsd)} to ${usdWords(forecast.highMicroUsd)}`;
  return [
    { kind: "heading", text: "What agents cost", note: `Calls of models in ${monthName}, US dollars, as of ${moment(asOf)}.` },
    {
      kind: "figures",
      figures: [
        {
          label: "Spent so far",
          value: usdWords(spentMicroUsd),
          note: beforeMicroUsd === null ? "nothing to hold it against" : `${usdWords(beforeMicroUsd)} on the same days of the month before`,
        },
        { label: "Expected in all", value: forecast === null ? "not known" : usdWords(forecast.totalMicroUsd), note: band },
        {
          label: "Without a known cost",
          value: String(unknownCalls),
          note: unknownCalls === 0 ? "every call has its cost" : "calls, in no figure",
        },
      ],
    },
    ...sentences.map(paragraph),
    {
      kind: "table",
      head: ["Team", "Before", "This month so far"],
      widths: [60, 20, 20],
      numeric: [1, 2],
      rows: teams.map(({ team, microUsd, beforeMicroUsd: was }) => [
        cleanLine(teamName(team), 60),
        was === null ? "–" : usdWords(was),
        usdWords(microUsd),
      ]),
    },
  ];
}

function basis({ rubricVersion, criteria, states, snapshot, madeAt, inventedUntil }: Report): PdfBlock[] {
  const counted = states.map(({ words, count, share }) => `${count} ${words.toLowerCase()} (${percentWords(share)})`).join(", ");
  return [
    { kind: "heading", text: "What this stands on" },
    paragraph(
      `Rubric ${rubricVersion}, ${criteria.all} criteria: ${criteria.computed} computed from what Reeve records, ${criteria.attested} attested by two people each. ${counted}. Only “met” scores.`,
    ),
    paragraph(
      `Measured ${moment(snapshot.measuredAt)}, snapshot taken ${moment(snapshot.at)}; put together ${moment(madeAt)}. The snapshot holds every query, threshold, figure and row behind it, and its digest stands in the audit log.`,
    ),
    ...(inventedUntil === null
      ? []
      : [paragraph(`The days of the trend up to ${dayWords(inventedUntil)} are made up for the demo: nothing was measured on them.`)]),
    { kind: "paragraph", runs: [{ text: `${snapshot.id}  ${snapshot.digest}`, font: "mono" }] },
  ];
}

/** The report as a document to present: six pages at most, since each of its lists is cut where the page has them all. */
export const reportToPdf = (report: Report): Promise<Uint8Array<ArrayBuffer>> =>
  makePdf({
    title: report.headline,
    about: [`${report.organisation}: how well its AI agents are run. Report to the board, ${dayWords(report.today)}.`],
    foot: `Reeve. Maturity report, ${short(report.snapshot.day)}, rubric ${report.rubricVersion}`,
    madeAt: new Date(report.madeAt),
    blocks: [
      paragraph(report.lead),
      figures(report),
      ...dimensions(report),
      { kind: "page" },
      pictures(report),
      ...risks(report),
      ...disagreements(report),
      ...waivers(report),
      ...roadmap(report),
      ...spendBlocks(report.spend),
      ...basis(report),
    ],
  });
