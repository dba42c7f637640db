import { append, entryActor } from "@/server/audit/service";
import { ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { NOTHING_YET, readReport } from "./report";
import { reportToCsv } from "./report-csv";
import { reportToPdf } from "./report-pdf";
import type { Report, ReportFormat } from "./report-schema";

type ReportDocument = { readonly body: string | Uint8Array<ArrayBuffer>; readonly type: string; readonly fileName: string };

const TYPES: Readonly<Record<ReportFormat, string>> = {
  pdf: "application/pdf",
  csv: "text/csv; charset=utf-8",
  json: "application/json",
};

async function bodyOf(report: Report, format: ReportFormat): Promise<ReportDocument["body"]> {
  if (format === "csv") return reportToCsv(report);
  return format === "json" ? `${JSON.stringify(report, null, 2)}\n` : reportToPdf(report);
}

/** The report as a file: to present, to count with, or for another program. On the record. */
export async function makeReport(actor: PersonActor, format: ReportFormat, now: Date = clock.now()): Promise<Result<ReportDocument>> {
  const report = await readReport(actor, now);
  if (!report.ok) return report;
  if (report.value === null) return NOTHING_YET;
  const { snapshot, today } = report.value;
  const body = await bodyOf(report.value, format);
  await inTransaction((tx) =>
    append(tx, {
      kind: "maturity.report_exported",
      actor: entryActor(actor),
      subject: { type: "maturity_snapshot", id: snapshot.id },
      occurredAt: now,
      data: { format, digest: snapshot.digest },
    }),
  );
  return ok({ body, type: TYPES[format], fileName: `maturity-report-${today}.${format}` });
}
