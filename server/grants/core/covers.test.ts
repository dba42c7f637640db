import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CoveredCall, coveringGrant, covers, type LiveGrant } from "./covers";
import { isInScope, leavesOf, type Scope, shapeOf } from "./scope";
import { extensionFault, faultsOf } from "./terms";

const now = new Date("2026-11-22T12:00:00Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const args = { account: "acme", percent: 20, notify: { email: "a@acme.example", isUrgent: false } };
const call: CoveredCall = {
  digest: "sha256:1",
  args,
  resource: "crm:account/acme",
  runId: "run-1",
  amountMicroUsd: 100n,
  agentPrint: "agent",
  toolPrint: "tool",
  lineage: [null, "per_owner", null],
};
const grant: LiveGrant = {
  id: "gnt_1",
  scope: { kind: "tool" },
  runId: null,
  endsAt: later(60),
  maxUses: null,
  budgetMicroUsd: null,
  uses: 0,
  spentMicroUsd: 0n,
  agentPrint: "agent",
  toolPrint: "tool",
  authorId: "per_ana",
  onBehalfOfId: null,
  isWaived: false,
};
const shape = (constraints: Extract<Scope, { kind: "shape" }>["constraints"]): Scope => ({
  kind: "shape",
  constraints,
  resource: { op: "any" },
});

describe("a shape", () => {
  test("that begins with a call holds that call, whatever its arguments", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (anything) => {
        const scoped = { digest: "", args: anything, resource: null };
        return isInScope(shapeOf(scoped), scoped);
      }),
    );
  });

  test("is closed: an argument that nobody looked at takes the call out of it", () => {
    const scope = shapeOf({ args, resource: call.resource });
    expect(isInScope(scope, { ...call, args: { ...args, force: true } })).toBe(false);
    expect(isInScope(scope, { ...call, args: { ...args, notify: { ...args.notify, copy: "x" } } })).toBe(false);
  });

  test.each([
    ["at most: a smaller number", { percent: 5 }, true],
    ["at most: a larger number", { percent: 21 }, false],
    ["at most: a negative number is another thing", { percent: -5 }, false],
    ["at most: the number as text", { percent: "5" }, false],
    ["one of: a named value", { account: "globex" }, true],
    ["one of: another value", { account: "initech" }, false],
    ["any: whatever it is", { notify: { email: "x", more: [1] } }, true],
    ["any: nothing at all", { notify: undefined }, true],
  ])("asks %s", (_, change, isIn) => {
    const scope = shape([
      { pointer: "/percent", op: "at_most", max: 20 },
      { pointer: "/account", op: "one_of", values: ["acme", "globex"] },
      { pointer: "/notify", op: "any" },
    ]);
    const changed = Object.fromEntries(Object.entries({ ...args, ...change }).filter(([, value]) => value !== undefined));
    expect(isInScope(scope, { ...call, args: changed })).toBe(isIn);
  });

  test("names values by pointers that escape what stands in names", () => {
    expect(leavesOf({ "a/b": { "c~d": 1 } })).toEqual([{ pointer: "/a~1b/c~0d", value: 1 }]);
    expect(isInScope(shape([{ pointer: "/a~1b/c~0d", op: "equals", value: 1 }]), { ...call, args: { "a/b": { "c~d": 1 } } })).toBe(true);
  });
});

describe("a grant covers a call", () => {
  test.each<[string, Partial<LiveGrant>, boolean]>([
    ["within its bounds", {}, true],
    ["not once it ended", { endsAt: now }, false],
    ["not without a use left", { maxUses: 3, uses: 3 }, false],
    ["not beyond its budget", { budgetMicroUsd: 150n, spentMicroUsd: 51n }, false],
    ["up to the last of its budget", { budgetMicroUsd: 150n, spentMicroUsd: 50n }, true],
    ["not in another run", { runId: "run-2" }, false],
    ["not of an agent that became another", { agentPrint: "other" }, false],
    ["not of a tool that became another", { toolPrint: "other" }, false],
    ["not by who owns the agent", { authorId: "per_owner" }, false],
    ["not on behalf of who owns the agent", { onBehalfOfId: "per_owner" }, false],
    ["by the owner where one person may do all", { authorId: "per_owner", isWaived: true }, true],
  ])("%s", (_, over, isCovered) => {
    expect(covers({ ...grant, ...over }, call, now)).toBe(isCovered);
  });

  test("whose amount nobody stated not, where money is counted", () => {
    expect(covers({ ...grant, budgetMicroUsd: 1_000n }, { ...call, amountMicroUsd: null }, now)).toBe(false);
    expect(covers(grant, { ...call, amountMicroUsd: null }, now)).toBe(true);
  });

  test("and the narrowest of several does", () => {
    const narrow = { ...grant, id: "gnt_2", scope: { kind: "call", digest: call.digest } } as const;
    expect(coveringGrant([grant, narrow], call, now)?.id).toBe("gnt_2");
    expect(coveringGrant([grant, narrow], { ...call, digest: "sha256:2" }, now)?.id).toBe("gnt_1");
  });
});

test("a grant always has an end, at most seven days away, and a run only where there is one", () => {
  const words = (endsAt: Date | null, isThisRun = false, runId: string | null = "run") =>
    faultsOf({ endsAt, isThisRun }, runId, now).map(({ path }) => path);
  expect(faultsOf({ endsAt: null, isThisRun: false }, null, now)[0]?.message).toContain("always has an end");
  expect(words(later(60))).toEqual([]);
  expect(words(later(-1))).toEqual(["grant.endsAt"]);
  expect(words(later(7 * 24 * 60))).toEqual([]);
  expect(words(later(8 * 24 * 60))).toEqual(["grant.endsAt"]);
  expect(words(later(60), true, null)).toEqual(["grant.isThisRun"]);
});

test("a later end is later, and not out of sight", () => {
  expect(extensionFault(later(60), later(60), now)).not.toBeNull();
  expect(extensionFault(later(61), later(60), now)).toBeNull();
  expect(extensionFault(later(31 * 24 * 60), later(60), now)).not.toBeNull();
});
