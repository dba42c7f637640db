import nodemailer from "nodemailer";
import { cleanLine } from "@/server/kernel/untrusted";
import { env } from "@/server/platform/env";
import { composeMail } from "./core/mail";
import type { Outcome } from "./core/retries";
import type { Claimed } from "./delivery-store";

/** Where people choose what they are told. */
export const PREFERENCES_PATH = "/settings/account/notifications";

const CONNECT_MS = 10_000;
const SOCKET_MS = 20_000;
const ERROR_MAX = 300;

const host = (): string => new URL(env().REEVE_URL).hostname;

/** The sender: `?from=` of SMTP_URL, else its user if that is an address, else reeve@ the public host. */
function sender(url: URL): string {
  const user = decodeURIComponent(url.username);
  return url.searchParams.get("from") ?? (/^[^@\s]+@[^@\s]+$/.test(user) ? user : `reeve@${host()}`);
}

function transport(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const from = { name: "Reeve", address: sender(url) };
  url.searchParams.delete("from");
  const limits = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SOCKET_MS };
  // What stands in a message is never read from this machine or fetched.
  return nodemailer.createTransport({ url: url.href, ...limits, disableFileAccess: true, disableUrlAccess: true }, { from });
}

type SmtpError = Error & { readonly code?: string; readonly responseCode?: number; readonly response?: string };

/** A 5xx answer is final, but not one about signing in: the operator will set that right. */
function failure(error: SmtpError): Outcome {
  const { responseCode, code, response } = error;
  const isFinal = responseCode !== undefined && responseCode >= 500 && code !== "EAUTH";
  return { kind: "failed", code: String(responseCode ?? code ?? "error"), error: cleanLine(response ?? error.message, ERROR_MAX), isFinal };
}

/** Sends one e-mail for all of these, which are for one person. Its Message-ID is the same however often it is tried. */
export async function sendMail(claimed: readonly [Claimed, ...Claimed[]]): Promise<Outcome> {
  const { SMTP_URL, REEVE_URL } = env();
  const [{ person, batchId, id }] = claimed;
  if (SMTP_URL === undefined) return { kind: "failed", code: null, error: "SMTP_URL is not set." };
  if (person === null) return { kind: "dropped", why: "There is no such person." };
  const mail = composeMail(claimed, REEVE_URL, PREFERENCES_PATH);
  const groups = new Set(claimed.map(({ notice }) => notice.groupKey));
  // Mail programs show one group as one conversation.
  const thread = groups.size === 1 ? `<${Buffer.from([...groups][0] ?? "").toString("base64url")}.group@${host()}>` : undefined;
  try {
    const { response } = await transport(SMTP_URL).sendMail({
      to: { name: person.name, address: person.email },
      ...mail,
      messageId: `<${batchId ?? id}@${host()}>`,
      references: thread,
      priority: claimed.some(({ isImportant }) => isImportant) ? "high" : "normal",
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
    return { kind: "sent", code: cleanLine(response, 100) };
  } catch (error) {
    return failure(error as SmtpError);
  }
}
