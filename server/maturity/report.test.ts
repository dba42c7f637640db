import { beforeAll, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { setTarget } from "./aims";
import { answerMaturity } from "./answer";
import { MaturityAnswer } from "./answer-schema";
import { attest } from "./assessing";
import { evaluateDaily } from "./evaluating";
import { readReport } from "./report";
import { makeReport } from "./report-documents";
import { reportToPdf } from "./report-pdf";
import type { Report } from "./report-schema";
import { addItem } from "./roadmap";
import { confirmExclusion, proposeExclusion, waive } from "./waivers";

freshDatabase();

const start = new Date("2026-11-02T12:00:00Z");
const later = new Date("2026-11-12T12:00:00Z");
let [executive, operator, auditor]: PersonActor[] = [];
const [chief, runner, checker] = [() => executive as PersonActor, () => operator as PersonActor, () => auditor as PersonActor];

async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

const pagesOf = (pdf: string | Uint8Array): number =>
  [
    ...Buffer.from(pdf)
      .toString("latin1")
      .matchAll(/\/Type \/Page\b/g),
  ].length;
const text = (body: string | Uint8Array): string => Buffer.from(body).toString("utf8");

beforeAll(async () => {
  [executive, operator, auditor] = await Promise.all(
    (["executive", "operator", "auditor"] as const).map((role) => signInAs(`${role}@example.com`, [role])),
  );
});

describe("the report to the board", () => {
  test("before the first evaluation there is none, and no file of it", async () => {
    expect(await value(readReport(chief(), start))).toBeNull();
    expect((await makeReport(chief(), "pdf", start)).ok).toBe(false);
  });

  test("has what is open, who disagrees, what is accepted until when, and what is done about it by whom", async () => {
    await evaluateDaily(start);
    const said = {
      criterion: "GOV-2.2",
      rationale: "seen in the minutes",
      evidence: { link: "https://example.com/minutes" },
      validDays: 30,
    };
    await value(attest(chief(), { ...said, isMet: true }, start));
    await value(attest(checker(), { ...said, isMet: false, rationale: "the minutes are of another body" }, start));
    await value(waive(chief(), { criterion: "GOV-3.5", ownerId: runner().id, reason: "until the audit", until: "2026-11-20" }, start));
    await value(waive(chief(), { criterion: "SEC-3.5", ownerId: runner().id, reason: "for the year", until: "2027-06-30" }, start));
    const proposed = await value(proposeExclusion(chief(), { criterion: "PLT-5.1", reason: "nothing of the kind here" }, start));
    await value(confirmExclusion(runner(), proposed.id, start));
    await value(setTarget(chief(), { subject: "ALL", scope: "", level: 3, dueOn: "2027-01-31", isSet: true }, start));
    await evaluateDaily(later);
    const first = (await value(readReport(chief(), later)))?.risks[0];
    await value(addItem(runner(), { criterion: first?.id ?? "", ownerId: runner().id, dueOn: "2027-02-15" }, later));

    const report = await value(readReport(chief(), later));
    expect(report).toMatchObject({
      rubricVersion: "2026.2",
      criteria: { all: 127, computed: 115, attested: 12 },
      since: { day: "2026-11-02" },
      lately: expect.any(Number),
      targets: [{ level: 3, dueOn: "2027-01-31" }],
      disagreements: [
        { subject: "GOV-2.2", verdicts: [{ verdict: "met" }, { verdict: "not met", rationale: "the minutes are of another body" }] },
      ],
      waivers: [
        { criterion: "GOV-3.5", until: "2026-11-20", daysLeft: 8, isNearEnd: true },
        { criterion: "SEC-3.5", isNearEnd: false },
      ],
      exclusions: [{ criterion: "PLT-5.1" }],
      roadmap: { quarters: [{ quarter: "2027-Q1", items: [{ criterion: first?.id, dueOn: "2027-02-15", isDone: false }] }] },
      more: { disagreements: 0, waivers: 0, exclusions: 0, items: 0 },
      spend: { spentMicroUsd: "0", monthName: expect.any(String) },
    });
    expect(report?.risks[0]).toMatchObject({ id: first?.id, owner: { id: runner().id }, dueOn: "2027-02-15" });
    expect(report?.dimensions).toHaveLength(8);
    expect(report?.states.reduce((sum, { count }) => sum + count, 0)).toBe(127);
    expect(report?.lead).toContain("Level 3 by 31 January 2027");
  });

  test("is a PDF, a CSV and a JSON of the same figures, each with its date and rubric, and each on the record", async () => {
    const pdf = await value(makeReport(chief(), "pdf", later));
    expect(text(pdf.body).startsWith("%PDF-1.")).toBe(true);
    expect(pagesOf(pdf.body)).toBeLessThanOrEqual(6);
    expect(pdf.fileName).toBe("maturity-report-2026-11-12.pdf");
    const json = JSON.parse(text((await value(makeReport(chief(), "json", later))).body)) as Report;
    // The spend is as of when it was asked for.
    const now = { spend: expect.objectContaining({ spentMicroUsd: "0" }) };
    expect(json).toEqual({ ...(await value(readReport(chief(), later))), ...now });
    expect(MaturityAnswer.parse(await value(answerMaturity(chief())))).toMatchObject({
      ...{ rubricVersion: "2026.2", asOf: json.snapshot.at, overall: { level: json.level, score: json.score } },
      dimensions: json.dimensions.map(({ id, name, level, score }) => ({ id, name, level, score, target: null })),
    });
    const lines = text((await value(makeReport(chief(), "csv", later))).body)
      .trim()
      .split("\r\n");
    expect(lines.filter((line) => !line.endsWith(",2026.2"))).toEqual([
      "Part,Id,What,Value,Target or before,Why,Who,Due,As of (UTC),Rubric",
    ]);
    for (const part of [
      "Overall",
      "Dimension",
      "Criteria",
      "Trend",
      "Risk",
      "Disagreement",
      "Waiver",
      "Not applicable",
      "Roadmap",
      "Spend",
    ]) {
      expect(lines.some((line) => line.startsWith(`${part},`))).toBe(true);
    }
    expect(await prisma().auditOutbox.count({ where: { kind: "maturity.report_exported" } })).toBe(3);
  });

  test("has six pages at most, however much there is to say", async () => {
    const report = (await value(readReport(chief(), later))) as Report;
    const many = <T>(some: readonly T[], count: number): T[] => Array.from({ length: count }, (_, i) => some[i % some.length] as T);
    const long = "A sentence that goes on for as long as people let it, since nobody told them to stop. ".repeat(6);
    const [item] = report.roadmap.quarters[0]?.items ?? [];
    const full: Report = {
      ...report,
      risks: many(report.risks, 8).map((risk) => ({ ...risk, why: long, action: long })),
      disagreements: many(report.disagreements, 4).map((one) => ({
        ...one,
        verdicts: one.verdicts.map((verdict) => ({ ...verdict, rationale: long })),
      })),
      waivers: many(report.waivers, 6).map((waiver) => ({ ...waiver, reason: long })),
      exclusions: many(report.exclusions, 6).map((one) => ({ ...one, reason: long })),
      roadmap: {
        ...report.roadmap,
        quarters: ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"].map((quarter) => ({
          quarter,
          items: many(item === undefined ? [] : [item], 4),
        })),
      },
    };
    expect(full.risks).toHaveLength(8);
    expect(pagesOf(await reportToPdf(full))).toBeLessThanOrEqual(6);
  });
});
