import { describe, expect, test } from "vitest";
import type { Question } from "./check";
import { answerConsume } from "./consume";
import { CHECKS, decide } from "./decide";
import { answerReceipt } from "./receipt";

const question = (over: Partial<Question> = {}): Question => ({
  requestHash: "h",
  known: null,
  agent: { state: "live" },
  tool: { sideEffect: "irreversible" },
  loop: null,
  budget: null,
  askPolicy: () => ({ effect: "allow", cause: "policy", reason: "Fine.", retry: "never" }),
  askGrants: () => null,
  ...over,
});
const never = () => {
  throw new Error("policy was asked");
};

describe("the order of the gate", () => {
  test("is replay, kill switch, registration, loop, budget, policy", () => {
    expect(CHECKS.map((check) => check.name)).toEqual(["replay", "kill_switch", "registration", "loop", "budget", "policy"]);
  });

  test("a standing grant turns what asks people into an allowance, and no denial into anything", () => {
    const askGrants = () => "Granted.";
    const by = (effect: "require_approval" | "deny" | "allow") =>
      decide(question({ askPolicy: () => ({ effect, cause: "policy", reason: "", retry: "later" }), askGrants }));
    expect(by("require_approval")).toMatchObject({ check: "standing_grant", verdict: { effect: "allow", cause: "grant" } });
    expect(by("deny")).toMatchObject({ check: "policy", verdict: { effect: "deny" } });
    expect(by("allow")).toMatchObject({ check: "policy", verdict: { cause: "policy" } });
    expect(decide(question({ agent: { state: "suspended" }, askGrants }))).toMatchObject({ check: "kill_switch" });
  });

  test("the first answer stands, and policy is not asked for what ended before", () => {
    const killed = { agent: { state: "suspended" }, askPolicy: never } as const;
    expect(decide(question({ ...killed, known: { requestHash: "h" } })).verdict.kind).toBe("replay");
    expect(decide(question({ ...killed, known: { requestHash: "other" } })).verdict.kind).toBe("conflict");
    expect(decide(question({ loop: "Again.", askPolicy: never }))).toMatchObject({
      check: "loop",
      verdict: { effect: "deny", cause: "loop", reason: "Again.", retry: "after_change" },
    });
    expect(decide(question({ loop: "Again.", ...killed }))).toMatchObject({ check: "kill_switch" });
    expect(decide(question(killed))).toMatchObject({ check: "kill_switch", verdict: { effect: "deny", cause: "killed" } });
    expect(decide(question({ agent: null, askPolicy: never }))).toMatchObject({
      check: "registration",
      verdict: { cause: "unregistered" },
    });
    expect(decide(question({ agent: { state: "retired" }, tool: { sideEffect: "read" }, askPolicy: never }))).toMatchObject({
      check: "registration",
    });
    expect(decide(question({ agent: null, tool: { sideEffect: "read" } }))).toMatchObject({
      check: "policy",
      verdict: { effect: "allow" },
    });
    expect(decide(question({ agent: null, tool: null, askPolicy: never }))).toMatchObject({
      check: "registration",
      verdict: { effect: "deny" },
    });
  });
});

const NOW = new Date("2026-11-20T16:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const action = {
  state: "allowed",
  cause: "policy",
  digest: "d",
  allowedUntil: minutes(15),
  consumeKey: null,
  token: null,
  leaseExpiresAt: null,
};
const running = { ...action, state: "executing", consumeKey: "k", token: "t", leaseExpiresAt: minutes(5) };
const command = { actionDigest: "d", key: "k", isAgentStopped: false, overBudget: null };
const answer = (over: object, with_: object = {}, now = NOW) => {
  const given = answerConsume({ ...action, ...over }, { ...command, ...with_ }, now);
  return given.kind === "refused" ? given.code : given.kind;
};

test.each([
  ["allowed", {}, {}, "lease"],
  ["allowed, with another digest", {}, { actionDigest: "x" }, "digest_mismatch"],
  ["allowed, the agent stopped", {}, { isAgentStopped: true }, "revoked"],
  ["allowed until this moment", { allowedUntil: NOW }, {}, "expired"],
  ["waiting", { state: "awaiting" }, {}, "not_allowed"],
  ["denied", { state: "denied" }, {}, "not_allowed"],
  ["revoked by a kill", { state: "revoked", cause: "killed" }, {}, "revoked"],
  ["revoked by time", { state: "revoked", cause: "timeout" }, {}, "expired"],
  ["running, asked again by the same caller", running, {}, "again"],
  ["running, asked by another caller", running, { key: "other" }, "already_consumed"],
  ["running, the agent stopped", running, { isAgentStopped: true }, "revoked"],
  ["running past its lease", { ...running, leaseExpiresAt: NOW }, {}, "already_consumed"],
  ["ended", { ...running, state: "succeeded" }, {}, "already_consumed"],
])("consuming what is %s", (_, over, with_, expected) => {
  expect(answer(over, with_)).toBe(expected);
});

test("a receipt is for what was consumed, with its token and its digest, once", () => {
  const consumed = { consumedAt: NOW, receivedAt: null, digest: "d" };
  expect(answerReceipt({ ...consumed, consumedAt: null }, { digest: "d" }, "d")).toMatchObject({ code: "not_consumed" });
  expect(answerReceipt(consumed, null, "d")).toMatchObject({ code: "invalid_request" });
  expect(answerReceipt(consumed, { digest: "d" }, "x")).toEqual({ kind: "mismatch" });
  expect(answerReceipt({ ...consumed, receivedAt: NOW }, { digest: "d" }, "d")).toMatchObject({ code: "already_received" });
  expect(answerReceipt(consumed, { digest: "d" }, "d")).toEqual({ kind: "accept" });
});
