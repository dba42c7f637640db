import { expect, test } from "vitest";
import { createGroup } from "@/server/identity/groups";
import { signInAs } from "@/server/identity/testing";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { archiveChain, createChain, editChain, listChains, readChain } from "./chains";
import { ChainInput } from "./schema";
import { chainExists, chainOfVersion } from "./service";

const unused = async () => [];

freshDatabase();

const step = (after: object, targets: object[] = [{ kind: "stage" }]) => ({ after, targets });
const chainOf = (name: string, more: object = {}): ChainInput =>
  ChainInput.parse({ name, steps: [step({ percentOfSla: 50 })], loops: 0, pauseMinutes: 30, final: { kind: "expire" }, ...more });
const given = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};
const faultsOf = (input: object): string[] =>
  ChainInput.safeParse({ name: "x", loops: 0, pauseMinutes: 5, final: { kind: "expire" }, ...input }).error?.issues.map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  ) ?? [];

test("a chain without steps, or with steps out of order, is refused where the fault is", () => {
  expect(faultsOf({ steps: [] })).toEqual(["steps: A chain needs at least one step."]);
  expect(faultsOf({ steps: [step({ minutes: 30 }), step({ minutes: 30 })] })).toEqual([
    "steps.1.after.minutes: This must come later than the steps above it.",
  ]);
  expect(faultsOf({ steps: [step({ percentOfSla: 80 }), step({ minutes: 30 }), step({ percentOfSla: 50 })] })).toEqual([
    "steps.2.after.percentOfSla: This must come later than the steps above it.",
  ]);
});

test("whoever cannot be reached is refused at the step that names them", async () => {
  const [operator, admin] = [await signInAs("op@example.com", ["operator"]), await signInAs("adm@example.com", ["admin"])];
  const { groupId: emptyId } = given(await createGroup(admin, { name: "Empty" }));
  const steps = [
    step({ minutes: 5 }),
    step({ minutes: 9 }, [
      { kind: "group", id: newId("group") },
      { kind: "person", id: newId("person") },
    ]),
  ];
  expect(await createChain(operator, chainOf("Lost", { steps, final: { kind: "reassign", groupId: emptyId } }))).toMatchObject({
    ok: false,
    refusal: {
      code: "invalid_request",
      errors: [
        { path: "steps.1.targets.0", message: "This group is archived. Choose another one." },
        { path: "steps.1.targets.1", message: "This person is not active. Choose someone else." },
        { path: "final.groupId", message: "Nobody who is active is in this group, so nobody would be told." },
      ],
    },
  });
});

test("what rules, targets or chains rest on is not archived, and the refusal names them", async () => {
  const operator = await signInAs("op4@example.com", ["operator"]);
  const { id } = given(await createChain(operator, chainOf("Rested on")));
  const usesOf = async () => ['the rule "Discounts"', "the target of risk tier high"];
  expect(await archiveChain(operator, { id, isArchived: true }, usesOf)).toMatchObject({
    refusal: {
      code: "conflict",
      message: 'It is in use by the rule "Discounts" and the target of risk tier high. Choose another one there first, then archive it.',
    },
  });
});

test("a step for managers is refused while nobody has one", async () => {
  const operator = await signInAs("op5@example.com", ["operator"]);
  const steps = [step({ minutes: 5 }, [{ kind: "ownerManager" }])];
  expect(await createChain(operator, chainOf("Managers", { steps }))).toMatchObject({
    refusal: { errors: [{ path: "steps.0.targets.0", message: expect.stringContaining("Nobody has a manager yet") }] },
  });
});

test("an edit adds a version; the one before stays as it was, and of two edits at once one is told", async () => {
  const operator = await signInAs("op2@example.com", ["operator"]);
  const { id } = given(await createChain(operator, chainOf("Versions")));
  const edited = chainOf("Versions", { loops: 2 });
  const answers = await Promise.all([1, 2].map(() => editChain(operator, { id, version: 1, chain: edited })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(await chainOfVersion(id, 1)).toMatchObject({ version: 1, loops: 0 });
  expect(await chainOfVersion(id, 2)).toMatchObject({ version: 2, loops: 2 });
  expect(given(await readChain(operator, id))).toMatchObject({ version: 2, can: { edit: true } });
});

test("a name is taken once; an archived chain cannot be chosen or changed, until it is brought back", async () => {
  const operator = await signInAs("op3@example.com", ["operator"]);
  const { id } = given(await createChain(operator, chainOf("Taken")));
  expect(await createChain(operator, chainOf("Taken"))).toMatchObject({ ok: false, refusal: { errors: [{ path: "name" }] } });
  given(await archiveChain(operator, { id, isArchived: true }, unused));
  expect(await chainExists([id])).toEqual(new Set());
  expect(await editChain(operator, { id, version: 1, chain: chainOf("Taken") })).toMatchObject({ ok: false });
  given(await archiveChain(operator, { id, isArchived: false }, unused));
  expect(await chainExists([id])).toEqual(new Set([id]));
});

test("operators and administrators change chains, everyone else reads them", async () => {
  const approver = await signInAs("appr@example.com", ["approver"]);
  expect(await createChain(approver, chainOf("Mine"))).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(given(await listChains(approver)).can).toEqual({ edit: false });
});
