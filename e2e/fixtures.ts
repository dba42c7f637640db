import { test as base, expect, type Page } from "@playwright/test";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";

const SIGN_INS = {
  admin: "admin@reeve.demo",
  operator: "operator@reeve.demo",
  operator2: "lea@reeve.demo",
  approver: "approver@reeve.demo",
  approver2: "approver2@reeve.demo",
  executive: "executive@reeve.demo",
  auditor: "auditor@reeve.demo",
} as const;

export type Desk = keyof typeof SIGN_INS;

/** The key of the environment that the Reeve under test was started with: all scopes. */
export const API_KEY = "rv_e2e_0000000000000000000000000000000000";

type Fixtures = {
  /** Signs in by the sign-in page; afterwards the page is where the person starts, or at `path`. */
  readonly signIn: (desk: Desk, path?: string) => Promise<void>;
};

/** Signs in on a page of its own context: for a second person in one journey. */
export async function signInAs(page: Page, desk: Desk): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(SIGN_INS[desk]);
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

export const test = base.extend<Fixtures>({
  signIn: async ({ page }, use) => {
    await use(async (desk, path) => {
      await signInAs(page, desk);
      if (path !== undefined) await page.goto(path);
    });
  },
});

export { expect };
