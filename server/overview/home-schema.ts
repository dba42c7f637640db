import type { CriterionRow, Standing } from "@/server/maturity/schema";
import type { Brief } from "@/server/statements/brief-schema";
import type { Severity, SharePoint } from "./core/home";

export type HomeSpend = Pick<Brief, "monthName" | "spentMicroUsd" | "beforeMicroUsd" | "ahead" | "budget" | "days" | "unknownCalls"> & {
  readonly asOf: string;
};

export type HomeMaturity = {
  readonly at: string;
  readonly rubricVersion: string;
  readonly organisation: string;
  readonly level: Standing["level"];
  readonly score: number;
  /** What stands between the organisation and the next level. */
  readonly path: Standing["path"];
  /** Dimensions that stand at a lower level than a week ago. */
  readonly falls: readonly { readonly name: string; readonly from: number; readonly to: number }[];
};

export type HomeAttainment = {
  readonly inTime: number;
  readonly measured: number;
  readonly shares: readonly SharePoint[];
  readonly waiting: number;
  readonly pastDue: number;
  readonly dueWithinHour: number;
};

export type HomeRisk = {
  readonly id: string;
  readonly text: string;
  readonly dimension: CriterionRow["dimension"];
  readonly severity: Severity;
  readonly owner: string | null;
  readonly dueOn: string | null;
  readonly isLate: boolean;
};

/** What an executive looks at first. Each part is null where it cannot be told, or not to this reader. */
export type Home = {
  readonly asOf: string;
  readonly days: number;
  readonly spend: HomeSpend | null;
  readonly maturity: HomeMaturity | null;
  readonly attainment: HomeAttainment | null;
  readonly risks: { readonly total: number; readonly rows: readonly HomeRisk[] } | null;
};
