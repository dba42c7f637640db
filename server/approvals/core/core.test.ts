import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BREACH_BONUS_MS, deadlines, urgencyAt } from "./deadlines";
import { type Approval, blockOf, decide, releaseBlockOf } from "./decide";
import { readImpact, stakeText } from "./stake";
import { APPROVAL_STATES, COMMANDS, isOpen, next } from "./transitions";
import { type Decider, EXCLUSIONS, exclusions, standingOf } from "./why-not";

const NOW = new Date("2026-11-20T16:00:00Z");
const after = (ms: number) => new Date(NOW.getTime() + ms);
const someone = { groupIds: new Set<string>(), onCallIds: new Set<string>(), ownedAgents: new Set<string>() };
const ana: Decider = {
  ...someone,
  id: "per_ana",
  isApprover: true,
  groupIds: new Set(["grp_finance"]),
  standsInFor: [],
  isSingleOperator: false,
};
const open: Approval = {
  state: "pending",
  agentName: "sales-agent",
  toolName: "crm.apply_discount",
  groupIds: ["grp_finance"],
  personIds: [],
  onCallIds: [],
  excluded: {},
  voterIds: [],
  voterNames: [],
  slots: 1,
  quorum: 1,
  expiresAt: after(60_000),
  claims: [],
  decidedBy: null,
  decisionReason: null,
  revision: 1,
};

describe("the machine of an approval request", () => {
  test("is this table, and nothing else can happen", () => {
    const rows = APPROVAL_STATES.flatMap((state) =>
      COMMANDS.flatMap((command) => next(state, command) && [[state, command, next(state, command)]]),
    );
    expect(rows.filter(Boolean)).toEqual([
      ["pending", "approve", "approved"],
      ["pending", "reject", "rejected"],
      ["pending", "expire", "expired"],
      ["pending", "cancel", "cancelled"],
      ["pending", "freeze", "frozen"],
      ["frozen", "cancel", "cancelled"],
      ["frozen", "thaw", "pending"],
      ["approved", "revoke", "revoked"],
    ]);
  });

  test("what has ended is never opened again: an approval alone can still be taken back", () => {
    const ended = APPROVAL_STATES.filter((state) => !isOpen(state));
    const moves = ended.flatMap((state) => COMMANDS.map((command) => next(state, command))).filter((to) => to !== null);
    expect(moves).toEqual(["revoked"]);
  });
});

describe("deciding", () => {
  const held = { personId: "per_tom", personName: "Tom Okafor", until: after(1) };
  const verdicts = { approve: { verdict: "approve", reason: "" }, reject: { verdict: "reject", reason: "Too much." } } as const;

  test.each([
    ["nothing stands against it", {}, "given"],
    ["someone else's claim has lapsed", { claims: [{ ...held, until: NOW }] }, "given"],
    ["the claim is one's own", { claims: [{ ...held, personId: ana.id }] }, "given"],
    ["every approver is asked", { groupIds: [] }, "given"],
    ["someone else holds it", { claims: [held] }, "claimed_by_other"],
    ["it is over at this very moment", { expiresAt: NOW }, "expired"],
    ["the agent is stopped", { state: "frozen" }, "not_pending"],
    ["it was decided", { state: "approved" }, "not_pending"],
    ["another group is asked", { groupIds: ["grp_legal"] }, "forbidden"],
    ["one set off the run", { excluded: { [ana.id]: "initiator" } }, "self_approval"],
  ] as const)("when %s", (_, change, outcome) => {
    const answer = decide({ ...open, ...change } as Approval, verdicts.approve, ana, NOW);
    expect(answer.ok ? "given" : answer.refusal.code).toBe(outcome);
  });

  test("someone else's claim is refused with their name", () => {
    expect(blockOf({ ...open, claims: [held] }, ana, NOW)?.message).toContain("Tom Okafor");
  });

  test("what has ended says who ended it, and does not tell people their own name", () => {
    const tom = { id: "per_tom", name: "Tom Okafor" };
    const message = (change: Partial<Approval>) => blockOf({ ...open, ...change }, ana, NOW)?.message;
    expect(message({ state: "rejected", decidedBy: tom })).toBe("Tom Okafor already rejected it.");
    expect(message({ state: "approved", decidedBy: { id: ana.id, name: "Ana" } })).toBe("You already approved it.");
    expect(message({ state: "revoked", decidedBy: tom })).toContain("Tom Okafor approved it");
    expect(message({ state: "expired" })).toContain("expired");
    expect(message({ state: "cancelled" })).toContain("withdrew");
    expect(message({ state: "cancelled", decisionReason: "The agent was retired." })).toBe("The agent was retired.");
  });

  test("a rejection without a reason is refused, one with a reason is not", () => {
    expect(decide(open, { verdict: "reject", reason: " " }, ana, NOW)).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
    expect(decide(open, verdicts.reject, ana, NOW)).toMatchObject({ ok: true });
  });

  test("only one's own live claim can be released", () => {
    const mine = { ...held, personId: ana.id };
    expect(releaseBlockOf({ ...open, claims: [mine] }, ana, NOW)).toBeNull();
    for (const claims of [[], [held], [{ ...mine, until: NOW }]])
      expect(releaseBlockOf({ ...open, claims }, ana, NOW)?.code).toBe("not_held");
  });

  test("nothing but a pending request in time is ever decided, by anyone", () => {
    const approvals = fc.record({
      state: fc.constantFrom(...APPROVAL_STATES),
      agentName: fc.constantFrom("a", "b"),
      toolName: fc.constantFrom("t"),
      groupIds: fc.array(fc.constantFrom("g1", "g2"), { maxLength: 2 }),
      personIds: fc.subarray(["p1", "p2"]),
      onCallIds: fc.subarray(["o1"]),
      voterIds: fc.subarray(["p1", "p2"]),
      voterNames: fc.constant([]),
      slots: fc.integer({ min: 0, max: 2 }),
      quorum: fc.constant(2),
      excluded: fc.dictionary(fc.constantFrom("p1", "p2"), fc.constantFrom(...EXCLUSIONS)),
      expiresAt: fc.integer({ min: -2, max: 2 }).map(after),
      claims: fc.array(
        fc.record({
          personId: fc.constantFrom("p1", "p2"),
          personName: fc.constant("P"),
          until: fc.integer({ min: -2, max: 2 }).map(after),
        }),
        { maxLength: 3 },
      ),
      decidedBy: fc.constant(null),
      decisionReason: fc.constant(null),
      revision: fc.constant(1),
    });
    const ids = (...all: string[]) => fc.subarray(all).map((some) => new Set(some));
    const candidate = {
      id: fc.constantFrom("p1", "p2"),
      groupIds: ids("g1", "g2"),
      onCallIds: ids("o1"),
      ownedAgents: ids("a", "b"),
    };
    const delegator = fc.record({ ...candidate, name: fc.constant("B"), agents: fc.subarray(["a"]), tools: fc.subarray(["t", "u"]) });
    const people = fc.record({
      ...candidate,
      isApprover: fc.boolean(),
      standsInFor: fc.array(delegator, { maxLength: 2 }),
      isSingleOperator: fc.constant(false),
    });
    fc.assert(
      fc.property(approvals, people, fc.constantFrom("approve" as const, "reject" as const), (approval, person, verdict) => {
        const answer = decide(approval, { verdict, reason: "Because." }, person, NOW);
        if (!answer.ok) return;
        expect(approval.state).toBe("pending");
        expect(approval.expiresAt > NOW).toBe(true);
        expect(person.isApprover).toBe(true);
        const named = [person, ...person.standsInFor.filter((one) => one.id === answer.value.onBehalfOfId)];
        for (const one of named) {
          expect(approval.voterIds).not.toContain(one.id);
        }
        const lawful = (one: (typeof named)[number]) => !(one.id in approval.excluded) && !one.ownedAgents.has(approval.agentName);
        expect(lawful(person)).toBe(true);
        expect(
          answer.value.onBehalfOfId === null || person.standsInFor.some((one) => one.id === answer.value.onBehalfOfId && lawful(one)),
        ).toBe(true);
        const asked = (one: (typeof named)[number]) =>
          approval.groupIds.length + approval.personIds.length + approval.onCallIds.length === 0 ||
          approval.groupIds.some((id) => one.groupIds.has(id)) ||
          approval.personIds.includes(one.id) ||
          approval.onCallIds.some((id) => one.onCallIds.has(id));
        expect(named.some(asked)).toBe(true);
        const others = approval.claims.filter((claim) => claim.personId !== person.id && claim.until > NOW);
        expect(others.length).toBeLessThan(approval.slots);
      }),
    );
  });
});

describe("separation of duties", () => {
  test("the initiator, the owner and the rule's author are excluded, each for one reason; unknown ones exclude nobody", () => {
    expect(exclusions({ initiatorPersonId: "a", ownerId: "b", ruleAuthorId: "c" })).toEqual({
      a: "initiator",
      b: "owner",
      c: "rule_author",
    });
    expect(exclusions({ initiatorPersonId: "a", ownerId: "a", ruleAuthorId: "a" })).toEqual({ a: "initiator" });
    expect(exclusions({ initiatorPersonId: null, ownerId: null, ruleAuthorId: null })).toEqual({});
  });

  test("comes before roles and groups, and is not fooled by names that objects have", () => {
    expect(standingOf({ ...ana, isApprover: false, groupIds: new Set() }, { ...open, excluded: { [ana.id]: "owner" } }).why).toBe("owner");
    expect(standingOf({ ...ana, id: "constructor" }, open).why).toBeNull();
  });
});

describe("deadlines", () => {
  test("a request never ends before it is due", () => {
    expect(deadlines({ dueMinutes: 90, expiryMinutes: 60 }, NOW)).toEqual({ dueAt: after(3_600_000), expiresAt: after(3_600_000) });
  });

  test("more risk and more money never make a request less urgent, nor by more than an hour more", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const at = (riskTier: "low" | "medium" | "high", amountMicroUsd: bigint | null) =>
          urgencyAt({ dueAt: NOW, riskTier, amountMicroUsd }).getTime();
        expect(at("high", more)).toBeLessThanOrEqual(at("high", less));
        expect(at("high", less)).toBeLessThan(at("medium", less));
        expect(at("medium", less)).toBeLessThan(at("low", less));
        expect(at("low", null)).toBe(NOW.getTime());
        expect(NOW.getTime() - at("high", more)).toBeLessThanOrEqual(3_600_000);
        expect(at("low", null) - BREACH_BONUS_MS).toBeLessThan(at("high", more));
      }),
    );
  });
});

test("what the agent states about the impact counts only in its right shape", () => {
  expect(readImpact({ amountMicroUsd: "12", records: 3, external: "yes", reversible: false })).toEqual({
    amountMicroUsd: "12",
    records: 3,
    external: null,
    reversible: false,
  });
  expect(readImpact("all of it")).toEqual({ amountMicroUsd: null, records: null, external: null, reversible: null });
  expect(stakeText(readImpact(null), "irreversible")).toBe("Irreversible");
  expect(stakeText(readImpact({ external: true }), "read")).toBe("External");
  expect(stakeText(readImpact(null), "read")).toBeNull();
});
