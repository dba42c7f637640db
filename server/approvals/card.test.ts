import { beforeAll, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { readCard } from "./card";
import { claim } from "./claims";
import { decide } from "./decisions";
import type { ApprovalCard } from "./schema";
import { ask, force, person } from "./testing/fixtures";

freshDatabase();

let ana: PersonActor;
let tom: PersonActor;
let helena: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  tom = await person("Tom", ["approver"]);
  helena = await person("Helena", ["executive"]);
  await force(
    `insert into tool (id, name, version, description, side_effect, args_schema, sensitive_args, created_at, updated_at)
     values ('too_1', 'crm.apply_discount', '3', 'Puts a discount on a renewal.', 'irreversible', '{"type":"object"}', array['/account'], now(), now())`,
  );
  await force(
    `insert into agent (id, name, purpose, owner_id, risk_tier, environment, state, state_at, first_seen_at, updated_at)
     values ('agt_1', 'sales-agent', '', $1, 'high', 'production', 'live', now(), now(), now())`,
    tom.id,
  );
});

async function cardFor(actor: PersonActor, id: string): Promise<ApprovalCard> {
  const answer = await readCard(actor, id);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}

test("the card tells what will run, who set it off, which rule sent it here and why, and what the agent says of it", async () => {
  const { id } = await ask({ initiatorPersonId: helena.id });
  const card = await cardFor(ana, id);
  expect(card).toMatchObject({ id, waitsForMe: true, mayNotDecide: null, votes: [], decided: null, owner: { name: "Tom" } });
  expect(card.action).toMatchObject({
    args: { account: "acme", percent: 50 },
    redacted: [],
    toolDescription: "Puts a discount on a renewal.",
    toolSchema: { type: "object" },
    initiator: { type: "user", id: "sam@reeve.demo", person: { name: "Helena" } },
    rule: { name: "Discounts over 20 %" },
    policyReason: "Discounts over 20 % need Finance.",
    tried: [{ ruleId: "discount-over-20", matched: true, failed: null, error: null }],
    reasoning: { text: "Churn score 0.91", removedCharacters: 1 },
    receipt: null,
  });
});

test("what one may do is on the card with the reason why not, and the service answers the same", async () => {
  const { id } = await ask();
  const allowed = { allowed: true, reason: null };
  expect((await cardFor(ana, id)).can).toMatchObject({
    claim: allowed,
    approve: allowed,
    reject: allowed,
    release: { reason: { code: "not_held" } },
  });
  expect((await cardFor(tom, id)).can.approve).toMatchObject({ allowed: false, reason: { code: "owner" } });
  expect((await cardFor(helena, id)).can.approve).toMatchObject({ allowed: false, reason: { code: "not_approver" } });
  await claim(ana, id);
  expect((await cardFor(ana, id)).can.release).toEqual(allowed);
  const mei = await person("Mei", ["approver"]);
  expect((await cardFor(mei, id)).can).toMatchObject({
    approve: { reason: { code: "claimed_by_other", message: "Ana holds it at the moment." } },
    release: { reason: { code: "not_held" } },
  });
  for (const actor of [ana, tom, helena, mei]) {
    const { allowed: isAllowed } = (await cardFor(actor, id)).can.approve;
    if (!isAllowed) expect((await decide(actor, { id, verdict: "approve", reason: "" })).ok).toBe(false);
  }
});

test("whoever may not see sensitive arguments sees that they are hidden, and nothing of them", async () => {
  const card = await cardFor(helena, (await ask()).id);
  expect(card.action.redacted).toEqual(["/account"]);
  expect(JSON.stringify(card)).not.toContain('acme"}');
  expect(card.action.args).toMatchObject({ percent: 50 });
  expect((card.action.args as { account?: unknown }).account).not.toBe("acme");
});

test("after the decision the card shows who, when and why, and the receipt once it is there", async () => {
  const asked = await ask();
  await decide(ana, { id: asked.id, verdict: "approve", reason: "Fine." });
  const decided = await cardFor(tom, asked.id);
  expect(decided).toMatchObject({
    state: "approved",
    claim: null,
    decided: { by: { name: "Ana" }, verdict: "approved", reason: "Fine." },
    votes: [{ person: { name: "Ana" }, verdict: "approve", reason: "Fine." }],
    can: { approve: { allowed: false, reason: { message: "Ana already approved it." } } },
    action: { state: "allowed", cause: "human" },
  });
  await force(
    `update action set state = 'succeeded', received_at = now(), receipt = '{"status":"succeeded","accepted":true}' where id = $1`,
    asked.actionId,
  );
  expect((await cardFor(tom, asked.id)).action).toMatchObject({ state: "succeeded", receipt: { status: "succeeded" } });
});

test("a request that is not there is not found", async () => {
  expect(await readCard(ana, "apr_01jd0000000000000000000000")).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});
