import { expect, test } from "vitest";
import { type Action, authorityLines, gateSentence } from "./step-pane-lines";

const DIGEST = `sha256:${"9f2c61".padEnd(60, "0")}e07b`;
const ACTION = {
  agentName: "sales-agent",
  initiator: { type: "user", id: "sam@acme.example", personId: null },
  run: { id: "run-8841", taskClass: null, traceId: null, spanId: null },
  createdAt: "2026-11-20T16:02:41.000Z",
  decidedAt: "2026-11-20T16:31:11.000Z",
  consumedAt: "2026-11-20T16:31:13.000Z",
  digest: DIGEST,
  state: "succeeded",
  decision: "allow",
  cause: "human",
  reason: "More than 20 %",
  policyVersion: 7,
  rule: { id: "discount-over-20", version: 4 },
  record: { evaluation: { effect: "require_approval", rule: { name: "Discounts over 20 % need Finance" } } },
  receipt: {
    status: "succeeded",
    accepted: true,
    actionDigest: DIGEST,
    receivedAt: "2026-11-20T16:31:14.000Z",
    durationMs: 812,
    hidden: [],
  },
} as unknown as Action;
const APPROVAL = {
  id: "apr_1",
  state: "approved" as const,
  decided: { by: { id: "per_1", name: "Ana Ruiz" }, at: "2026-11-20T16:31:11.000Z", verdict: "approved" as const, reason: "Fair." },
  edits: [{}],
};

test("the chain is told in the same five words, from who set it off to the receipt", () => {
  const told = authorityLines(ACTION, APPROVAL).map(({ word, strong, text }) => [word, strong, text]);
  expect(told).toEqual([
    ["Initiator", "sam@acme.example", "started run-8841"],
    ["Policy", "Discounts over 20 % need Finance", ""],
    ["Approver", "Ana Ruiz", "approved"],
    ["Token", "sales-agent", "Used once by"],
    ["Receipt", "Succeeded", "with the same digest"],
  ]);
  expect(authorityLines(ACTION, APPROVAL)[1]?.note).toBe("discount-over-20, version 4 → asks people");
  expect(authorityLines(ACTION, APPROVAL)[2]?.note).toBe("The arguments were changed first. “Fair.”");
});

test("what is not there is said, never left to be guessed", () => {
  const refused = { ...ACTION, state: "denied", decision: "deny", consumedAt: null, receipt: null, rule: null } as Action;
  const told = authorityLines(refused, null).map(({ strong, text }) => [strong, text].filter(Boolean).join(" "));
  expect(told.slice(1)).toEqual(["No rule is about it", "Nobody: the gate refused it", "None was given", "None: it did not run"]);
});

test("a request that could not be read is never told as one that nobody had to decide", () => {
  expect(authorityLines(ACTION, undefined)[2]?.text).toBe("Who decided could not be read");
  expect(authorityLines(ACTION, null)[2]?.text).toBe("Nobody had to be asked");
});

test("a receipt of another call is not taken for its own", () => {
  const other = { ...ACTION, receipt: { ...ACTION.receipt, actionDigest: "sha256:0" } } as Action;
  expect(authorityLines(other, APPROVAL)[4]).toMatchObject({ text: "but refused: it is not of this call", tone: "bad" });
});

test("what became of it is one sentence", () => {
  expect(gateSentence(ACTION)).toBe("Ran as approved, once.");
  expect(gateSentence({ state: "failed", cause: "policy" })).toBe("Ran as allowed, and failed.");
});
