import { FRIDAY_RUN, traceOf } from "@/prisma/seed/telemetry/run";
import { ALWAYS_ID } from "@/server/schedules/schema";
import { expectAccessible } from "./accessible";
import { type Desk, expect, test } from "./fixtures";

const FRIDAY = traceOf(FRIDAY_RUN);

const PAGES: readonly [Desk, string][] = [
  ["executive", "/overview"],
  ["approver", "/queue"],
  ["auditor", "/queue/attainment?days=90"],
  ["approver", "/queue/grants"],
  ["operator", "/queue/grants?show=past"],
  ["operator", "/agents"],
  ["operator", "/agents/sales-agent"],
  ["operator", "/agents/tools"],
  ["operator", "/agents/tools/crm.apply_discount"],
  ["operator", "/agents/teams"],
  ["operator", "/agents/loops"],
  ["operator", "/policies"],
  ["operator", "/policies?rule=discount-over-20"],
  ["operator", "/policies/new"],
  ["operator", "/policies/discount-over-20/edit"],
  ["auditor", "/audit"],
  ["auditor", "/traces"],
  ["auditor", "/traces/sources"],
  ["auditor", "/traces/compare"],
  ["auditor", `/traces/compare?a=${FRIDAY}`],
  ["auditor", `/traces/${FRIDAY}?view=timeline`],
  ["auditor", `/traces/${FRIDAY}?view=graph`],
  ["auditor", `/traces/${FRIDAY}?view=graph&table=true`],
  ["auditor", `/traces/${FRIDAY}?view=conversation`],
  ["admin", "/traces/redaction"],
  ["admin", "/traces/redaction?view=try"],
  ["auditor", "/traces/redaction?view=versions"],
  ["admin", "/traces/retention"],
  ["auditor", "/traces/retention"],
  ["executive", "/spend"],
  ["executive", "/spend?span=30d&by=model"],
  ["executive", "/spend?by=tool&order=newest&runs=60"],
  ["executive", "/maturity"],
  ["executive", "/maturity/gaps"],
  ["executive", "/maturity/roadmap"],
  ["operator", "/maturity/records"],
  ["executive", "/maturity/teams"],
  ["operator", "/maturity/readiness"],
  ["operator", "/maturity/readiness/invoice-agent"],
  ["executive", "/maturity/report"],
  ["auditor", "/maturity/history?of=FIN"],
  ["auditor", "/maturity/frameworks"],
  ["auditor", "/maturity/frameworks?framework=owasp-agentic"],
  ["executive", "/maturity/criteria/GOV-2.1"],
  ["operator", "/spend/budgets"],
  ["operator", "/spend/budgets?form=new"],
  ["executive", "/spend/budgets?show=retired"],
  ["operator", "/spend/advice"],
  ["admin", "/spend/advice?task=account-review&share=40"],
  ["executive", "/spend/statements"],
  ["operator", "/spend/statements/invoices"],
  ["executive", "/spend/brief"],
  ["executive", "/spend?from=2026-10-01&to=2026-10-31&by=person"],
  ["operator", "/spend/attribution"],
  ["operator", "/spend/prices"],
  ["operator", "/spend/prices?form=price"],
  ["admin", "/settings/people"],
  ["admin", "/settings/groups"],
  ["admin", "/settings/keys"],
  ["operator", "/settings/calendars"],
  ["operator", "/settings/calendars/new"],
  ["approver", `/settings/calendars/${ALWAYS_ID}`],
  ["approver", "/settings/on-call"],
  ["operator", "/settings/on-call/new"],
  ["approver", "/settings/escalation"],
  ["operator", "/settings/escalation/new"],
  ["admin", "/settings/organisation"],
  ["admin", "/settings/account"],
  ["approver", "/settings/account/out-of-office"],
  ["approver", "/settings/account/out-of-office?new=mine"],
  ["auditor", "/queue/reviews"],
  ["approver", "/inbox"],
  ["approver", "/inbox?all=true"],
  ["approver", "/settings/account/notifications"],
  ["admin", "/settings/notifications"],
  ["admin", "/settings/notifications/deliveries"],
];

// Signed in once a desk: that is what costs time, not the pages.
for (const desk of new Set(PAGES.map(([desk]) => desk))) {
  const paths = PAGES.filter(([of]) => of === desk).map(([, path]) => path);
  test(`every page of the ${desk} is accessible and fits a phone, in light and dark`, async ({ page, signIn }) => {
    test.setTimeout(30_000 * (paths.length + 3));
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await signIn(desk);
    for (const path of paths) {
      await test.step(path, async () => {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(path);
        // An open dialog hides the page and its heading from everyone.
        await expect(page.getByRole("heading", { level: 1 }).or(page.getByRole("dialog"))).toBeVisible();
        await expectAccessible(page, "wide and narrow");
        expect(faults).toEqual([]);
      });
    }
  });
}

test("an on-call schedule is accessible and fits a phone, in light and dark", async ({ page, signIn }) => {
  test.setTimeout(90_000);
  await signIn("operator", "/settings/on-call");
  await page.getByRole("link", { name: "Finance on call" }).click();
  await expect(page.getByRole("region", { name: "Timeline" })).toBeVisible();
  await expectAccessible(page, "wide and narrow");
  await page.getByRole("link", { name: "Edit the schedule" }).click();
  await expect(page.getByRole("button", { name: "Save" })).toBeVisible();
  await expectAccessible(page, "wide and narrow");
});

test("a statement and a budget are accessible and fit a phone, in light and dark", async ({ page, signIn }) => {
  test.setTimeout(90_000);
  await signIn("executive", "/spend/statements");
  await page
    .getByRole("link", { name: /^Customer Care, / })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "What calls of models cost" })).toBeVisible();
  await expectAccessible(page, "wide and narrow");
  await page.goto("/spend/budgets");
  await page.getByRole("link", { name: "Organisation", exact: true }).click();
  await expect(page).toHaveURL(/\/spend\/budgets\/bud_/);
  await expectAccessible(page, "wide and narrow");
});
