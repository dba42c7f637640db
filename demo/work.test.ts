import { Reeve } from "@reeve/sdk";
import { afterEach, expect, test } from "vitest";
import { action, type ContractServer, contractServer, lease, pending } from "@/sdk/testing/contract-server";
import { DEMO_AGENTS } from "./agents";
import { Company } from "./crm";
import { work } from "./work";

let server: ContractServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A Reeve whose people refuse half price for a changed proposal, and allow the rest. */
async function shift(name: string) {
  const isTooMuch = (args: { percent?: number }) => (args.percent ?? 0) > 20;
  const ids = new Map<string, Record<string, unknown>>();
  server = await contractServer({
    propose: ({ body }, nth) => {
      const args = body.args as Record<string, unknown>;
      const id = `act_${String(nth).padStart(26, "0")}`;
      ids.set(id, args);
      return { json: isTooMuch(args) ? pending({ id, args }) : action({ id, args }) };
    },
    get: () => ({ json: action({ decision: "deny", cause: "human", reason: "Half price needs the board.", retry: "after_change" }) }),
    consume: ({ path }) => ({ json: lease(ids.get(path.split("/").at(-2) ?? "") ?? {}) }),
    receipt: () => ({}),
  });
  const agent = DEMO_AGENTS.find((candidate) => candidate.name === name);
  if (agent === undefined) throw new Error(name);
  const lines: string[] = [];
  const company = new Company();
  const reeve = new Reeve({ url: server.url, apiKey: "rv_demo", agent: name });
  const tell = (_: string, kind: string, text: string) => lines.push(`${kind}: ${text}`);
  const last = await work(agent, reeve, company, "demo-run", tell, new AbortController().signal);
  return { last, lines, company, seen: server.seen };
}

test("Friday, 4 PM: half price is refused by people, and the agent comes back with 15 %", async () => {
  const { last, lines, company, seen } = await shift("sales-agent");
  expect(last).toBe("Acme has the smaller offer.");
  expect(company.readAccount("Acme Corp").discountPercent).toBe(15);
  expect(lines).toContain("told: Denied (human): Half price needs the board. A changed proposal may be allowed.");
  expect(lines.some((line) => line.startsWith("waits: Discounts over 20 % need Finance. http://reeve/queue/"))).toBe(true);
  const proposed = seen.filter(({ path, method }) => method === "POST" && path === "/api/v1/actions").map(({ body }) => body);
  expect(proposed).toMatchObject([
    { tool: "crm.read_account" },
    { tool: "crm.apply_discount", args: { percent: 50 }, impact: { amountMicroUsd: "1200000000000" }, initiator: { id: "sam@reeve.demo" } },
    { tool: "crm.apply_discount", args: { percent: 15 }, run: { id: "demo-run", taskClass: "renewal-outreach" } },
  ]);
  expect(proposed[1]?.reasoning).toContain("Half price for 2027");
});

test.each(DEMO_AGENTS.map(({ name }) => name))("%s comes to its end, and reports every run of a tool", async (name) => {
  const { last, lines, seen } = await shift(name);
  expect(last).not.toBe("");
  const receipts = seen.filter(({ path }) => path.endsWith("/receipt"));
  expect(receipts).toHaveLength(lines.filter((line) => line.startsWith("ran: ")).length);
});
