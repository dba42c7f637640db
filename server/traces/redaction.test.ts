import { beforeEach, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { SHIPPED } from "./core/redaction/rule";
import { forgetDays } from "./partitions";
import { checkValue, readTaken, revealValue } from "./redaction-items";
import { moveRule, readRules, readRuleVersions, removeRule, saveRule, switchRule } from "./redaction-rules";
import type { RuleInput } from "./redaction-schema";
import { tryRules } from "./redaction-try";
import { forgetSources } from "./sources";
import { hex, send, span, text, toolStep } from "./testing/sending";

process.env.NEXTAUTH_SECRET = "0123456789abcdef0123456789abcdef"; // originals are sealed with it
freshDatabase();

let admin: PersonActor;
let auditor: PersonActor;
let operator: PersonActor;
beforeEach(async () => {
  forgetDays();
  forgetSources();
  admin ??= await signInAs("admin@example.com", ["admin"]);
  auditor ??= await signInAs("auditor@example.com", ["auditor"]);
  operator ??= await signInAs("operator@example.com", ["operator"]);
});

const rule = (over: Partial<RuleInput> = {}): RuleInput => ({
  name: "Customer numbers",
  what: { kind: "pattern", pattern: "CUST-\\d{6}", ignoreCase: false },
  tools: [],
  revealTo: [],
  ...over,
});
const version = async () => {
  const rules = await readRules(admin);
  if (!rules.ok) throw new Error(rules.refusal.message);
  return rules.value.version;
};
const by = async () => ({ baseVersion: await version(), reason: "because" });
const add = async (over: Partial<RuleInput> = {}) => {
  const saved = await saveRule(admin, { ...(await by()), ruleId: null, rule: rule(over) });
  if (!saved.ok) throw new Error(saved.refusal.message);
  return saved.value.ruleId;
};
const payloadOf = async (traceId: string) => JSON.stringify(await prisma().stepPayload.findMany({ where: { traceId } }));
const sendText = async (said: string) => {
  const [traceId, spanId] = [hex(16), hex(8)];
  await send(span({ traceId, spanId, attributes: [text("note", said)] }));
  return { traceId, spanId };
};
const kinds = async () => {
  const rows = await prisma().$queryRaw<
    { kind: string }[]
  >`select convert_from(bytes, 'UTF8')::jsonb ->> 'kind' as kind from audit_outbox order by id`;
  return rows.map(({ kind }) => kind);
};

describe("rules", () => {
  test("a change is in effect on the next export, and no original of what it takes out is anywhere", async () => {
    const before = await sendText("for CUST-123456");
    expect(await payloadOf(before.traceId)).toContain("CUST-123456");
    await add();
    const after = await sendText("for CUST-123456");
    expect(await payloadOf(after.traceId)).toContain("for [redacted]");
  });
  test("each change is a version with its author, its reason and an entry in the audit log", async () => {
    const id = await add({ name: "Order numbers", what: { kind: "names", names: ["order_no"] } });
    await switchRule(admin, { ...(await by()), ruleId: id, isOn: false });
    await moveRule(admin, { ...(await by()), ruleId: id, before: "secret-names" });
    await removeRule(admin, { ...(await by()), ruleId: id });
    const versions = await readRuleVersions(auditor);
    expect(versions.ok && versions.value.slice(0, 4).map(({ change, ruleName, reason }) => [change, ruleName, reason])).toEqual([
      ["removed", "Order numbers", "because"],
      ["moved", "Order numbers", "because"],
      ["switched_off", "Order numbers", "because"],
      ["added", "Order numbers", "because"],
    ]);
    expect((await kinds()).filter((kind) => kind.startsWith("redaction.rule_")).slice(-4)).toEqual([
      "redaction.rule_added",
      "redaction.rule_switched_off",
      "redaction.rule_moved",
      "redaction.rule_removed",
    ]);
  });
  test("two who change the same version: exactly one is taken, the other is told", async () => {
    const base = await by();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((i) => saveRule(admin, { ...base, ruleId: null, rule: rule({ name: `Rule ${i}` }) })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]))).toEqual(["conflict", "conflict", "conflict"]);
  });
  test("while exports come in, nothing is stored by old rules once the change was acknowledged", async () => {
    const secret = "PLAN-777";
    let isOver = false;
    const late: string[] = [];
    let changedAt = Number.POSITIVE_INFINITY;
    const work = async () => {
      while (!isOver) {
        const began = performance.now();
        const { traceId } = await sendText(`about ${secret}`);
        if (began > changedAt) late.push(traceId);
      }
    };
    const senders = Array.from({ length: 4 }, work);
    await add({ name: "Plans", what: { kind: "pattern", pattern: "PLAN-\\d+", ignoreCase: false } });
    const seen = await prisma().stepPayload.count({ where: { span: { contains: secret } } });
    changedAt = performance.now();
    await expect.poll(() => late.length, { timeout: 15_000 }).toBeGreaterThan(8);
    isOver = true;
    await Promise.all(senders);
    expect(await prisma().stepPayload.count({ where: { span: { contains: secret } } })).toBe(seen);
  });
  test("patterns that could hang, and rules that say nothing, are refused", async () => {
    const base = await by();
    const refused = await saveRule(admin, {
      ...base,
      ruleId: null,
      rule: rule({ what: { kind: "pattern", pattern: "(a)\\1", ignoreCase: false } }),
    });
    expect(refused.ok ? null : refused.refusal.errors?.[0]?.path).toBe("what.pattern");
    expect((await saveRule(auditor, { ...base, ruleId: null, rule: rule() })).ok).toBe(false);
    expect((await switchRule(admin, { ...base, ruleId: "emails", isOn: false })).ok).toBe(false); // it is off already
  });
  test("a rule for a tool takes its result out of its step and of what a model was told of it", async () => {
    await add({ name: "Salaries", what: { kind: "tool", part: "both" }, tools: ["hr.read_salary"] });
    const traceId = hex(16);
    await send(
      toolStep(
        "hr.read_salary",
        { traceId },
        text("gen_ai.tool.call.arguments", '{"person":"Kim Doe-Example"}'),
        text("gen_ai.tool.call.result", '{"salary":"EUR 123,456"}'),
      ),
      span({
        traceId,
        attributes: [
          text("gen_ai.operation.name", "invoke_agent"),
          text("gen_ai.input.messages", '[{"role":"tool","content":"hr.read_salary: EUR 123,456 for Kim Doe-Example"}]'),
        ],
      }),
    );
    const kept = await payloadOf(traceId);
    expect(kept).not.toMatch(/123,456|Kim Doe/);
  });
  test("a sample is tried with the rule that is being written, and nothing of it is kept", async () => {
    const tried = await tryRules(admin, {
      sample: { kind: "text", text: 'pay 4111 1111 1111 1111 for ZZ-9, {"password":"hunter2"}', tool: null },
      ruleId: null,
      rule: rule({ name: "Zeds", what: { kind: "pattern", pattern: "ZZ-\\d", ignoreCase: false } }),
    });
    expect(tried.ok && tried.value.kept).toBe('pay [redacted] for [redacted], {"password":"[redacted]"}');
    expect(tried.ok && tried.value.taken.map(({ ruleName }) => ruleName)).toEqual([SHIPPED.rules[0]?.name, "Card numbers", "Zeds"]);
    const { traceId, spanId } = await sendText("about ZZ-9");
    const ofStep = await tryRules(admin, {
      sample: { kind: "step", traceId, spanId },
      ruleId: null,
      rule: rule({ what: { kind: "pattern", pattern: "ZZ-\\d", ignoreCase: false } }),
    });
    expect(ofStep.ok && ofStep.value.taken).toMatchObject([{ value: "ZZ-9" }]);
  });
});

describe("what was taken out", () => {
  test("who has the original can show that it was that, and nobody reads the salts", async () => {
    const step = await sendText('login {"password":"hunter2-hunter2"} with 4111 1111 1111 1111');
    const taken = await readTaken(auditor, step.traceId, step.spanId);
    expect(taken.ok && taken.value.values.map(({ ruleName, where, times, isSealed }) => [ruleName, where, times, isSealed])).toEqual([
      [SHIPPED.rules[0]?.name, "attributes › note", 1, false],
      ["Card numbers", "attributes › note", 1, false],
    ]);
    const matches = async (value: string) => {
      const answer = await checkValue(auditor, { ...step, value });
      return answer.ok ? answer.value.matches.map(({ place }) => place) : answer.refusal.code;
    };
    expect(await matches("hunter2-hunter2")).toEqual([0]);
    expect(await matches(" 4111 1111 1111 1111\n")).toEqual([1]);
    expect(await matches("hunter2")).toEqual([]);
    expect((await kinds()).filter((kind) => kind === "redaction.value_checked")).toHaveLength(3);
    await expect(prisma().$queryRaw`select salts from step_redaction`).rejects.toThrow(/permission denied/);
    await expect(prisma().$executeRaw`update step_redaction set taken = ''`).rejects.toThrow(/permission denied/);
  });
  test("whoever tries many values is stopped", async () => {
    const step = await sendText("password=x 4111 1111 1111 1111");
    const codes = new Set<string>();
    for (let i = 0; i < 32; i += 1) {
      const answer = await checkValue(operator, { ...step, value: `guess ${i}` });
      if (!answer.ok) codes.add(answer.refusal.code);
    }
    expect([...codes]).toEqual(["rate_limited"]);
  });
  test("an original is shown to whom its rule names, with a reason and an entry; a rule that names fewer binds the past, one that names more does not open it", async () => {
    const ruleId = await add({
      name: "Accounts",
      what: { kind: "pattern", pattern: "ACC-\\d+", ignoreCase: false },
      revealTo: ["auditor", "operator"],
    });
    const step = await sendText("from ACC-42");
    const reveal = (actor: PersonActor) => revealValue(actor, { ...step, itemId: step.spanId, place: 0, reason: "Dispute 7" });
    expect(await reveal(auditor)).toEqual({ ok: true, value: { value: "ACC-42" } });
    expect(await reveal(admin)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    const taken = await readTaken(auditor, step.traceId, step.spanId);
    expect(taken.ok && taken.value.reveals).toMatchObject([{ place: 0, reason: "Dispute 7" }]);
    expect((await kinds()).at(-1)).toBe("redaction.value_revealed");
    const narrower = rule({
      name: "Accounts",
      what: { kind: "pattern", pattern: "ACC-\\d+", ignoreCase: false },
      revealTo: ["operator", "admin"],
    });
    expect((await saveRule(admin, { ...(await by()), ruleId, rule: narrower })).ok).toBe(true);
    expect((await reveal(auditor)).ok).toBe(false);
    expect((await reveal(operator)).ok).toBe(true);
    expect((await reveal(admin)).ok).toBe(false);
    const kept = await prisma().$queryRaw<
      { sealed: string; taken: string }[]
    >`select sealed, taken from step_redaction where trace_id = ${step.traceId}`;
    expect(JSON.stringify(kept)).not.toContain("ACC-42");
  });
  test("what was taken out of a step that still ran goes with the end that takes its place", async () => {
    const [traceId, spanId] = [hex(16), hex(8)];
    const startMs = Date.now() - 2_000;
    await send({ ...span({ traceId, spanId, startMs, attributes: [text("note", "4111 1111 1111 1111")] }), endTimeUnixNano: "0" });
    await send(span({ traceId, spanId, startMs, attributes: [text("note", "nothing")] }));
    const taken = await readTaken(auditor, traceId, spanId);
    expect(taken.ok && taken.value.values).toEqual([]);
  });
});
