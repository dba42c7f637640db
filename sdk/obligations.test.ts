import { afterEach, expect, test } from "vitest";
import { type GuardOptions, type Obligation, type Permission, Reeve, ReeveDenied } from "./index";
import { action, type ContractServer, contractServer, lease } from "./testing/contract-server";

let server: ContractServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Args = { readonly account: string; readonly percent: number };
const PAST = new Date(Date.now() - 1_000).toISOString();
const SOON = new Date(Date.now() + 60_000).toISOString();

/** A call that was allowed on conditions: what ran, and what the server saw. */
async function runOn(obligations: readonly Obligation[], options: GuardOptions<Args, string> = {}) {
  const args = { account: "acme", percent: 10 };
  server = await contractServer({
    propose: () => ({ json: action({ cause: "human", args, obligations }) }),
    consume: () => ({ json: lease(args) }),
    receipt: () => ({ json: {} }),
  });
  const reeve = new Reeve({ url: server.url, apiKey: "rv_test", agent: "sales-agent" });
  const ran: Permission[] = [];
  const guarded = reeve.guard<Args, string>(
    "crm.apply_discount",
    async (_, permission) => {
      ran.push(permission);
      return "done";
    },
    options,
  );
  const error = await guarded(args).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { ran, error, paths: server.seen.map(({ path }) => path.split("/").at(-1)), receipt: server.seen.at(-1)?.body };
}

test("hands what approvers asked in return, the action and the token to the function that runs", async () => {
  const asked: readonly Obligation[] = [
    { kind: "cap_amount", pointer: "/percent", max: 10 },
    { kind: "only_recipient", pointer: "/account", values: ["acme"] },
    { kind: "within", until: SOON },
    { kind: "notify", email: "ana@reeve.demo" },
  ];
  const { ran, error } = await runOn(asked);
  expect(error).toBeNull();
  expect(ran).toMatchObject([{ obligations: asked, token: "jws.of.lease", action: { cause: "human" } }]);
});

test.each<[string, Obligation, string]>([
  ["a cap", { kind: "cap_amount", pointer: "/percent", max: 9 }, "no more than 9 at /percent"],
  ["a cap on what is no amount", { kind: "cap_amount", pointer: "/account", max: 9 }, "no more than 9 at /account"],
  ["a recipient", { kind: "only_recipient", pointer: "/account", values: ["other"] }, "only other at /account"],
  ["a window that is over", { kind: "within", until: PAST }, "only until"],
  ["a dry run that there is none of", { kind: "dry_run_first" }, "a dry run first"],
  ["a condition of a later Reeve", { kind: "in_daylight" } as unknown as Obligation, "does not know (in_daylight)"],
])("refuses a call that breaks %s, before it is consumed", async (_, obligation, words) => {
  const { ran, error, paths } = await runOn([obligation]);
  expect(error).toBeInstanceOf(ReeveDenied);
  expect(error).toMatchObject({ cause: "human", retry: "after_change" });
  expect((error as ReeveDenied).reason).toContain(words);
  expect(ran).toEqual([]);
  expect(paths).toEqual(["actions"]);
});

test("a dry run that is asked for comes first; one that fails keeps the tool from running, and the receipt says so", async () => {
  const dry: Args[] = [];
  const good = await runOn([{ kind: "dry_run_first" }], { dryRun: (args) => dry.push(args) });
  expect(good.ran).toHaveLength(1);
  expect(dry).toEqual([{ account: "acme", percent: 10 }]);
  await server?.close();
  const bad = await runOn([{ kind: "dry_run_first" }], { dryRun: () => Promise.reject(new RangeError("two accounts match")) });
  expect(bad.ran).toEqual([]);
  expect(bad.error).toBeInstanceOf(RangeError);
  expect(bad.receipt).toMatchObject({ status: "failed", error: { message: "two accounts match" } });
});
