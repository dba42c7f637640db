import { expect, test } from "vitest";
import { reviewsSentence, soloWords } from "./prepare-reviews";

const about = { approvalId: "apr_1", agentName: "sales-agent", title: "50 % discount", verdict: "reject", reason: null } as const;

test("what was done alone is said by the verdict that was given, and an unknown kind still says something", () => {
  expect(soloWords({ what: "owner", about })).toBe("rejected what an agent of their own asked for");
  expect(soloWords({ what: "quorum", about: { ...about, verdict: "approve" } })).toBe("approved alone what takes several");
  expect(soloWords({ what: "restore", about: { ...about, verdict: null } })).toBe("restored a stopped agent without a second person");
  expect(soloWords({ what: "something new", about: null })).toBe("did alone what takes two");
});

test("the sentence counts what waits and whose it is", () => {
  const waiting = { reviewedAt: null, isMine: false };
  const own = { reviewedAt: null, isMine: true };
  expect(reviewsSentence([{ reviewedAt: "2026-11-22T10:00:00Z", isMine: false }])).toBe("Nothing waits for a review.");
  expect(reviewsSentence([waiting])).toBe("1 waits for a review.");
  expect(reviewsSentence([own])).toBe("1 waits for a review, by someone else than you.");
  expect(reviewsSentence([waiting, own, waiting])).toBe("3 wait for a review, 1 of them your own.");
});
