import { ErrorCode, LogLevel, WebClient } from "@slack/web-api";
import { z } from "zod";
import { env } from "@/server/platform/env";
import type { Outcome } from "./core/retries";

const TIMEOUT_MS = 10_000;

/** Slack's client with our token, or null without one. Retries are ours: each attempt is written down. */
export function slack(): WebClient | null {
  const { SLACK_BOT_TOKEN, SLACK_API_URL } = env();
  if (SLACK_BOT_TOKEN === undefined) return null;
  return new WebClient(SLACK_BOT_TOKEN, {
    slackApiUrl: SLACK_API_URL,
    allowAbsoluteUrls: false,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** Errors that the operator, the person or time may set right; any other word of Slack is final. */
const PASSING = new Set([
  ...["internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "team_added_to_org"],
  ...["invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive", "missing_scope"],
]);

const SlackError = z.object({
  code: z.string().optional(),
  message: z.string().default("no answer"),
  data: z.object({ error: z.string() }).optional(),
  retryAfter: z.number().optional(),
  statusCode: z.number().optional(),
});

/** What a failed call of Slack's API is as an outcome. */
export function slackFailure(error: unknown): Extract<Outcome, { kind: "failed" }> {
  const { code, message, data, retryAfter, statusCode } = SlackError.parse(error);
  if (data !== undefined) {
    return { kind: "failed", code: data.error, error: `Slack answered ${data.error}.`, isFinal: !PASSING.has(data.error) };
  }
  if (code === ErrorCode.RateLimitedError) {
    return { kind: "failed", code: "429", error: "Slack asks to wait.", retryAfterSeconds: retryAfter };
  }
  return { kind: "failed", code: statusCode === undefined ? (code ?? null) : String(statusCode), error: message.slice(0, 300) };
}
