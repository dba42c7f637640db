import { append, entryActor } from "@/server/audit/service";
import { csvLine } from "@/server/kernel/csv";
import { ok, type Result } from "@/server/kernel/result";
import { cleanLine } from "@/server/kernel/untrusted";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { makePdf, type PdfBlock } from "@/server/platform/pdf";
import { inTransaction } from "@/server/platform/tx";
import { centsTogether } from "@/server/spend/month-sums";
import { monthWords } from "./core/months";
import { agentWords, centWords, decimalUsd, modelWords, STATE_WORDS, teamWords } from "./core/words";
import type { DOCUMENT_FORMATS, Statement, StatementLine } from "./schema";
import { readStatement } from "./service";

export type StatementDocument = { readonly body: string | Uint8Array<ArrayBuffer>; readonly type: string; readonly fileName: string };

const counts = new Intl.NumberFormat("en-US");
const CSV_HEAD = ["Month", "Team", "Kind", "Agent", "Provider", "Model", "Calls", "Input tokens", "Output tokens", "Cost (USD)"];

function toCsv({ month, team, lines, corrections }: Statement): string {
  const rowOf = (kind: string, of: string, line: StatementLine) =>
    csvLine([
      of,
      teamWords(team),
      kind,
      line.agent,
      line.provider,
      line.model,
      line.calls,
      line.inputTokens,
      line.outputTokens,
      decimalUsd(line.costMicroUsd),
    ]);
  return [
    csvLine(CSV_HEAD),
    ...lines.map((line) => rowOf("Usage", month, line)),
    ...corrections.map((line) => rowOf("Correction", line.month, line)),
  ].join("");
}

const stateWords = ({ state, stateBy, stateAt, reason }: Statement): string => {
  const by = stateBy === null || stateAt === null ? "" : ` by ${stateBy.name} on ${stateAt.slice(0, 10)}`;
  return `${STATE_WORDS[state]}${by}${reason === null ? "" : `: ${reason}`}`;
};

function blocksOf(statement: Statement): PdfBlock[] {
  const { lines, corrections, unknownCalls } = statement;
  const tokens = ({ inputTokens, outputTokens }: StatementLine) => counts.format(BigInt(inputTokens) + BigInt(outputTokens));
  // In cents that can be added by hand, as on the page.
  const cents = centsTogether([...lines, ...corrections].map(({ costMicroUsd }) => costMicroUsd));
  const sumOf = (some: readonly bigint[]) => centWords(some.reduce((sum, one) => sum + one, 0n));
  const [usage, corrected] = [sumOf(cents.slice(0, lines.length)), sumOf(cents.slice(lines.length))];
  const cells = (line: StatementLine, at: number) => [
    cleanLine(agentWords(line.agent), 60),
    cleanLine(modelWords(line.model), 60),
    counts.format(line.calls),
    tokens(line),
    centWords(cents[at] ?? 0n),
  ];
  const answer = (label: string, text: string): PdfBlock => ({ kind: "answer", label, lines: [[{ text }]], note: null });
  return [
    answer("To pay", sumOf(cents)),
    answer("Owner", statement.owner?.name ?? "Nobody yet"),
    answer("State", stateWords(statement)),
    { kind: "heading", text: "What calls of models cost", note: "By agent and model, the dearest first." },
    lines.length === 0
      ? { kind: "paragraph", runs: [{ text: "No call of a model that has a price." }] }
      : {
          kind: "table",
          head: ["Agent", "Model", "Calls", "Tokens", "Cost"],
          rows: lines.map(cells),
          numeric: [2, 3, 4],
          foot: ["Sum", "", "", "", usage],
        },
    ...(corrections.length === 0
      ? []
      : ([
          {
            kind: "heading",
            text: "Corrections of earlier months",
            note: "What was counted otherwise after those months were closed: late telemetry, or prices that changed.",
          },
          {
            kind: "table",
            head: ["Month", "Agent", "Model", "Calls", "Cost"],
            rows: corrections.map((line, i) => {
              const [agent = "", model = "", calls = "", , cost = ""] = cells(line, lines.length + i);
              return [monthWords(line.month), agent, model, calls, cost];
            }),
            numeric: [3, 4],
            foot: ["Sum", "", "", "", corrected],
          },
        ] satisfies PdfBlock[])),
    ...(unknownCalls === 0
      ? []
      : ([
          {
            kind: "paragraph",
            runs: [
              {
                text: `${counts.format(unknownCalls)} calls have no known cost and are in no line. Once they are priced, they come as a correction.`,
              },
            ],
          },
        ] satisfies PdfBlock[])),
  ];
}

function toPdf(statement: Statement): Promise<Uint8Array<ArrayBuffer>> {
  const { id, team, month, organisation, startsAt, endsAt, closedAt, timeZone } = statement;
  const moment = (at: string) => `${at.slice(0, 16).replace("T", " ")} UTC`;
  return makePdf({
    title: `${cleanLine(teamWords(team), 100)}, ${monthWords(month)}`,
    about: [
      `${organisation}: statement of what calls of models cost`,
      `${dayIn(startsAt, timeZone)} to ${dayIn(new Date(Date.parse(endsAt) - 1).toISOString(), timeZone)}, days of ${timeZone}. Closed ${moment(closedAt)}. US dollars.`,
    ],
    foot: `Reeve. Statement ${id}`,
    madeAt: new Date(closedAt),
    blocks: blocksOf(statement),
  });
}

const dayIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "long" }).format(Date.parse(at));

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "team";

/** A statement as a file: to print and sign, or to take into the books. On the record. */
export async function makeDocument(
  actor: PersonActor,
  id: string,
  format: (typeof DOCUMENT_FORMATS)[number],
): Promise<Result<StatementDocument>> {
  const statement = await readStatement(actor, id);
  if (!statement.ok) return statement;
  const now = clock.now();
  await inTransaction((tx) =>
    append(tx, {
      kind: "statement.exported",
      actor: entryActor(actor),
      subject: { type: "statement", id },
      occurredAt: now,
      data: { format },
    }),
  );
  const fileName = `statement-${statement.value.month}-${slug(teamWords(statement.value.team))}.${format}`;
  if (format === "csv") return ok({ body: toCsv(statement.value), type: "text/csv; charset=utf-8", fileName });
  return ok({ body: await toPdf(statement.value), type: "application/pdf", fileName });
}
