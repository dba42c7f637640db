import { test as base, type Cookie, expect, type Page } from "@playwright/test";
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
  /** Makes the page that of this person: it is where they start, or at `path`. */
  readonly signIn: (desk: Desk, path?: string) => Promise<void>;
};

/** Signs in by the form of the sign-in page. */
export async function signInAs(page: Page, desk: Desk): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(SIGN_INS[desk]);
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

// Sessions of this run, since signing in takes longer than most steps of a journey.
const sessions = new Map<Desk, Cookie[]>();

/** Waits until React has taken the page over: before that its buttons are seen already, and keys do nothing yet. */
async function takenOver(page: Page): Promise<void> {
  const isTaken = () => {
    const buttons = [...document.querySelectorAll("button")];
    return buttons.length > 0 && buttons.every((button) => Object.keys(button).some((key) => key.startsWith("__reactFiber")));
  };
  await page.waitForFunction(isTaken);
}

/** Goes to a page as this person: in the session they have in this run, or by signing in when it has ended. */
export async function enterAs(page: Page, desk: Desk, path = "/"): Promise<void> {
  await page.context().addCookies(sessions.get(desk) ?? []);
  if (sessions.has(desk)) await page.goto(path);
  if (!sessions.has(desk) || new URL(page.url()).pathname.startsWith("/sign-in")) {
    await signInAs(page, desk);
    sessions.set(desk, await page.context().cookies());
    await page.goto(path);
  }
  await takenOver(page);
}

export const test = base.extend<Fixtures>({
  signIn: async ({ page }, use) => {
    await use((desk, path) => enterAs(page, desk, path));
  },
});

export { expect };
