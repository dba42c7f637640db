"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button, buttonLook } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { REPORT_FORMATS } from "@/server/maturity/report-schema";
import { MaturityLink } from "./maturity-tabs";
import { ReportSheet } from "./report-sheet";

/** What a board reads, on a page that can be printed or taken along. */
export function ReportPage() {
  const query = useQuery(useTRPC().maturity.report.queryOptions());
  const report = query.data;
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Board report"
        state={
          report ? (
            <>
              {report.organisation}, as of <Time at={report.snapshot.at} />, rubric {report.rubricVersion}
            </>
          ) : (
            "Where the organisation stands, on a few pages"
          )
        }
        actions={report && <Downloads />}
      />
      {report ? (
        <ReportSheet report={report} />
      ) : report === null ? (
        <EmptyState title="The report will be here after the first evaluation">
          Reeve checks every criterion once a day against its own records. The first evaluation runs within minutes of the start.
        </EmptyState>
      ) : query.isError ? (
        <ErrorState title="The report could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <div role="status" aria-label="The report is loading" className="flex max-w-5xl flex-col gap-6 px-4 md:px-6">
          <Skeleton className="h-24 max-w-2xl" />
          <Skeleton className="h-96" />
        </div>
      )}
    </>
  );
}

const Downloads = () => (
  <span className="flex flex-wrap gap-2 print:hidden">
    <Button onClick={() => window.print()}>Print</Button>
    {REPORT_FORMATS.map((format) => (
      <a
        key={format}
        href={`/api/maturity/report?format=${format}`}
        download
        className={buttonLook({ variant: format === "pdf" ? "primary" : "default" }, format === "pdf" ? "-order-1" : "")}
      >
        Save as {format.toUpperCase()}
      </a>
    ))}
  </span>
);
