import { beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { type Asked, ask, force, person } from "./testing/fixtures";
import { readTouches } from "./touches";

freshDatabase();

let ana: PersonActor;
let helena: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  helena = await person("Helena", ["executive"]);
  await force(
    `insert into tool (id, name, version, description, side_effect, sensitive_args, created_at, updated_at)
     values ('too_1', 'files.secret', '3', 'Secret.', 'irreversible', array['/host'], now(), now())`,
  );
});

async function call(args: object, resource: string | null = null, more: Parameters<typeof ask>[0] = {}): Promise<Asked> {
  const asked = await ask(more);
  await force("update action set args = $2, resource = $3 where id = $1", asked.actionId, JSON.stringify(args), resource);
  return asked;
}
async function ran(asked: Asked, receipt: object, state = "succeeded") {
  const stored = JSON.stringify({ status: state, accepted: true, receivedAt: new Date().toISOString(), ...receipt });
  await force(
    "update action set state = $2, receipt = $3::jsonb, consumed_at = clock_timestamp(), received_at = clock_timestamp() where id = $1",
    ...[asked.actionId, state, stored],
  );
}
async function touches(actor: PersonActor, { id }: Asked) {
  const found = await readTouches(actor, id);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}
const told = (percent: number, resource = "crm:acme") => ({ changes: [{ resource, before: null, after: { percent } }] });

describe("the state of a resource", () => {
  test("is what the last accepted receipt of it tells, with the moment and whose receipt it was", async () => {
    await ran(await call({}, "crm:acme"), told(5));
    const last = await call({}, "crm:acme");
    await ran(last, told(10));
    const now = await call({ percent: 50, account: "acme" }, "crm:acme");
    expect((await touches(ana, now)).state).toMatchObject({
      rows: [{ path: "percent", now: 10, after: 50 }],
      approvalId: last.id,
      agentName: "sales-agent",
    });
    expect((await touches(ana, await call({ percent: 50 }, "crm:other"))).state).toBeNull();
    expect((await touches(ana, await call({ percent: 50 }, null))).state).toBeNull();
  });

  test("is unknown once something ran on it whose end nobody knows, failed, or told a receipt that was refused", async () => {
    for (const [index, [state, more]] of (
      [
        ["unknown_outcome", {}],
        ["failed", told(7)],
        ["succeeded", { ...told(7), accepted: false }],
      ] as const
    ).entries()) {
      const resource = `crm:unsure-${index}`;
      await ran(await call({}, resource), told(5, resource));
      const now = await call({ percent: 50 }, resource);
      expect((await touches(ana, now)).state).not.toBeNull();
      await ran(await call({}, resource), more, state);
      expect((await touches(ana, now)).state).toBeNull();
    }
  });
});

describe("the hosts of a request", () => {
  test("are told apart as named before by the agent in what ran, and as looking like one that was", async () => {
    const agent = { agentName: "data-export-agent" };
    await ran(await call({ host: "files.partner.example" }, null, agent), {});
    await call({ host: "never-ran.example" }, null, agent);
    const now = await call(
      { host: "files.partner.example", copies: ["https://files.partnеr.example/x", "mail@never-ran.example"] },
      null,
      agent,
    );
    expect(await touches(ana, now)).toEqual({
      state: null,
      ranBefore: 1,
      hosts: [
        { host: "files.partner.example", isSeen: true, looksLike: null },
        { host: "files.partnеr.example", isSeen: false, looksLike: "files.partner.example" },
        { host: "never-ran.example", isSeen: false, looksLike: null },
      ],
    });
    expect((await touches(ana, await call({ to: "ana@reeve.dem0", copy: "ana@reeve.demo" }))).hosts).toMatchObject([
      { host: "reeve.dem0", looksLike: "reeve.demo" },
      { host: "reeve.demo", looksLike: null },
    ]);
  });

  test("stay hidden where the argument is, in this call and in those before it", async () => {
    const agent = { agentName: "secret-agent", toolName: "files.secret" };
    await ran(await call({ host: "hidden.example" }, "x", agent), {});
    const now = await call({ host: "hidden.example", note: "https://hidd\u0435n.example" }, "x", agent);
    const seen = await touches(helena, now);
    expect(JSON.stringify(seen)).not.toContain("hidden.example");
    expect(seen.ranBefore).toBeNull();
    expect((await touches(ana, now)).hosts).toContainEqual({ host: "hidden.example", isSeen: true, looksLike: null });
  });
});
