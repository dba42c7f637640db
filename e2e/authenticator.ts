import type { Page } from "@playwright/test";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import { expect } from "./fixtures";

export type Authenticator = { readonly failToVerify: (fails: boolean) => Promise<void> };

/** Plugs an authenticator into this page's browser that verifies its person without asking, unless it is told to fail. */
export async function plugInAuthenticator(page: Page): Promise<Authenticator> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    failToVerify: async (fails) => void (await browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: !fails })),
  };
}

/** Enrols a passkey in the dialog that is open, by keyboard; afterwards it waits for the signature. */
export async function enrolByKeyboard(page: Page, name = "Work laptop"): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Enrol a passkey, then approve" });
  await expect(dialog.getByLabel("Your password")).toBeFocused();
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("dialog", { name: "Approve with your passkey" }).getByRole("button", { name: "Sign and approve" }),
  ).toBeFocused();
}
