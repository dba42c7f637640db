import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Span, Value } from "../otlp/model";
import { compileRules } from "./compile";
import { FIND, passesLuhn } from "./finders";
import { REDACTED, without } from "./hit";
import { valuesUnder } from "./json-text";
import { nameMatcher } from "./names";
import { HiddenValues, toolRules } from "./of-tools";
import { compilePattern } from "./pattern";
import { type Hidden, redactSpan } from "./redact";
import { type Rule, SHIPPED } from "./rule";

const spanWith = (attributes: { readonly [name: string]: Value }, over: Partial<Span> = {}): Span => ({
  traceId: "0".repeat(31).concat("1"),
  spanId: "0".repeat(15).concat("1"),
  parentId: null,
  traceState: "",
  name: "step",
  kind: 1,
  start: 1n,
  end: 2n,
  attributes,
  events: [],
  links: [],
  statusCode: 0,
  statusMessage: "",
  resource: {},
  scope: { name: "", version: "" },
  marks: [],
  ...over,
});
const rule = (what: Rule["what"], over: Partial<Rule> = {}): Rule => ({
  id: "r",
  name: "Rule",
  isOn: true,
  what,
  tools: [],
  revealTo: [],
  ...over,
});
const redactorOf = (...rules: Rule[]) => compileRules({ version: 1, rules });
const shipped = compileRules(SHIPPED);
const clean = (attributes: { readonly [name: string]: Value }, ...rules: Rule[]) =>
  redactSpan(spanWith(attributes), rules.length === 0 ? shipped : redactorOf(...rules), null).clean.attributes;

const CARD = "4111 1111 1111 1111";

describe("by form", () => {
  test("card numbers are found by their check digit, however they are grouped, and other numbers stay", () => {
    expect(passesLuhn("4111111111111111")).toBe(true);
    const text = `pay ${CARD}, 4111-1111-1111-1111 or 378282246310005; order 4111111111111112, at 1763800000000000000`;
    expect(without(text, FIND.cards(text))).toBe(
      `pay ${REDACTED}, ${REDACTED} or ${REDACTED}; order 4111111111111112, at 1763800000000000000`,
    );
    expect(clean({ card: 4111111111111111, count: 12 })).toEqual({ card: REDACTED, count: 12 });
  });
  test("each form of a secret is found, whatever stands around it", () => {
    const [a, b] = ["a1B2".repeat(9), "Z0".repeat(8)];
    const named = [
      `rv_${a}`,
      `sk-${a}`,
      `sk-ant-${a}`,
      `xoxb-${a}`,
      `xoxr-${a}`,
      `ghp_${a}`,
      `gho_${a}`,
      `ghu_${a}`,
      `ghs_${a}`,
      `ghr_${a}`,
    ];
    const others = [
      `github_pat_${a}`,
      `glpat-${a}`,
      `AKIA${b}`,
      `ASIA${b}`,
      `AIza${a}`,
      `sk_live_${a}`,
      `rk_test_${a}`,
      `eyJ${a}.eyJ${a}.${a}`,
    ];
    const spoken = [`Bearer ${a}`, `bearer ${a}`, "-----BEGIN EC PRIVATE KEY-----abc-----END EC PRIVATE KEY-----"];
    const around = fc.string({ unit: fc.constantFrom(" ", ".", "é", "数", "(", "12 ", "-- ", "I ", "J "), maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...named, ...others, ...spoken), around, around, (secret, before, after) => {
        expect(without(`${before} ${secret} ${after}`, FIND.secrets(`${before} ${secret} ${after}`))).toBe(
          `${before} ${REDACTED} ${after}`,
        );
      }),
    );
    for (const address of ["https://ana:s3cret@host/", "x?api_key=s3cret-99", "x&signature=s3cret-99"])
      expect(FIND.secrets(address)).toHaveLength(1);
  });
  test("bank accounts and e-mail addresses are found when their rules are on", () => {
    const text = "DE89 3704 0044 0532 0130 00 of ana@northwind.example, not DE00 3704 0044 0532 0130 00";
    expect(without(text, FIND.ibans(text))).toContain(`${REDACTED} of ana`);
    expect(FIND.ibans(text)).toHaveLength(1);
    expect(FIND.emails(text).map(({ value }) => value)).toEqual(["ana@northwind.example"]);
  });
  test.each([
    `rv_${"a".repeat(40)}`,
    `sk-ant-${"a1".repeat(20)}`,
    "ghp_0123456789012345678901234567890123",
    "AKIAABCDEFGHIJKLMNOP",
    "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM",
    "Bearer 0123456789abcdef0123",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
  ])("%s is a secret wherever it stands", (secret) => {
    expect(JSON.stringify(clean({ text: `use ${secret} now`, [`x ${secret}`]: 1 }))).not.toContain(secret);
  });
  test("an address gives away neither who signs in nor what opens it", () => {
    const url = "https://ana:hunter2@db.example/x?api_key=0123456789&page=2";
    expect(clean({ url }).url).toBe(`https://ana:${REDACTED}@db.example/x?api_key=${REDACTED}&page=2`);
  });
});

describe("by name", () => {
  test("a name is one however it is written, and also at the end of a longer one", () => {
    const isOne = nameMatcher(["set-cookie", "apiKey"]);
    for (const name of ["set-cookie", "Set_Cookie", "http.response.header.set-cookie", "X-Api-Key", "x.apiKey"])
      expect(isOne(name)).toBe(true);
    for (const name of ["cookies", "key", "api_key_id", ""]) expect(isOne(name)).toBe(false);
  });
  test("values of every kind go, in structures and in JSON within texts within texts", () => {
    const inner = { password: "hunter2", cvc: 123, authorization: { scheme: "x", value: ["y"] }, note: "kept", isSecret: true };
    const text = JSON.stringify({ body: JSON.stringify({ again: JSON.stringify(inner) }) });
    const got = JSON.parse(JSON.parse(JSON.parse(clean({ text }).text as string).body).again);
    expect(got).toEqual({ password: REDACTED, cvc: REDACTED, authorization: REDACTED, note: "kept", isSecret: true });
    expect(clean({ a: inner }).a).toEqual(got);
  });
  test("JSON that is cut short, or stands in prose, gives nothing away", () => {
    expect(clean({ text: 'called with {"password": "hunter2", "n": 1} and failed' }).text).toBe(
      `called with {"password": "${REDACTED}", "n": 1} and failed`,
    );
    expect(clean({ text: '{"a":1,"password":"hunt' }).text).toBe(`{"a":1,"password":"${REDACTED}`);
    expect(clean({ text: '{"secret":{"a":["b' }).text).not.toContain("b");
  });
  test("the rest of a text stays byte for byte, whatever JSON it holds", () => {
    const json = fc.jsonValue();
    fc.assert(
      fc.property(json, fc.string(), (value, password) => {
        const text = JSON.stringify({ value, password, last: value });
        const hits = valuesUnder(text, (name) => name === "password");
        const got = JSON.parse(without(text, hits));
        expect(got.last).toEqual(JSON.parse(JSON.stringify(value)));
        if (password !== "" && password !== REDACTED && !JSON.stringify(value).includes('"password"')) {
          expect(got.password).toBe(REDACTED);
          expect(hits.map((hit) => hit.value)).toEqual([password]);
        }
      }),
    );
  });
  test("any text at all is read, in one pass", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"', "\\", "password", ":", "{", "}", "[", "]", " ", "1", ",", "x")), (parts) => {
        const text = parts.join("");
        let last = 0;
        for (const { start, end } of valuesUnder(text, (name) => name === "password")) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          last = end;
        }
      }),
    );
  });
});

describe("by pattern", () => {
  const EVIL = ["(a+)+$", "(x+x+)+y", "(?:a.*b)|a", "(.*)(.*)(.*)(.*)=", "([a-z]+)*[A-Z]", "\\w+", "(a|aa)+$", "((a{1,30}){1,30})!"];
  const TEXTS = ["a".repeat(65_536), "x".repeat(65_536), "ab ".repeat(21_845), '"\\'.repeat(32_768)];
  test.each(EVIL)("%s holds nothing up", (pattern) => {
    const compiled = compilePattern(pattern, false);
    if (!compiled.ok) return;
    const began = performance.now();
    for (const text of TEXTS) compiled.value.find(text);
    expect(performance.now() - began).toBeLessThan(5_000); // for ever, in an engine that goes back
  });
  test.each(["(?=a)b", "(?<!a)b", "(a)\\1", "(", "x*", "a{2000}", "((a{30}){30}){30}"])("%s is refused", (pattern) => {
    expect(compilePattern(pattern, false).ok).toBe(false);
  });
  test("it finds the same in a long text as in its parts", () => {
    const compiled = compilePattern("CUST-\\d{6}", true);
    if (!compiled.ok) throw new Error("refused");
    const text = Array.from({ length: 180 }, (_, i) => `cust-${100_000 + i} ${"-".repeat(i)}`).join("");
    expect(compiled.value.find(text).map(({ value }) => value)).toEqual(Array.from({ length: 180 }, (_, i) => `cust-${100_000 + i}`));
  });
  test("a text in which too much is found goes as a whole from there on", () => {
    const compiled = compilePattern("\\d", false);
    if (!compiled.ok) throw new Error("refused");
    const text = "1x".repeat(5_000);
    expect(without(text, compiled.value.find(text))).not.toMatch(/\d/);
  });
});

describe("rules", () => {
  test("the first that finds something takes it, and a switched-off rule takes nothing", () => {
    const names = rule({ kind: "names", names: ["password"] }, { id: "names" });
    const found = rule({ kind: "pattern", pattern: "hunter\\d", ignoreCase: false }, { id: "pattern" });
    const taken = (...rules: Rule[]) => redactSpan(spanWith({ text: '{"password":"hunter2"}' }), redactorOf(...rules), null).taken;
    expect(taken(names, found)).toMatchObject([{ ruleId: "names", value: "hunter2", times: 1, place: "attributes › text" }]);
    expect(taken(found, names)).toMatchObject([{ ruleId: "pattern" }]);
    expect(taken({ ...names, isOn: false })).toEqual([]);
  });
  test("nothing that is taken out stands anywhere in what is kept", () => {
    const secret = "zX9-secret-value-Q7";
    const pattern = rule({ kind: "pattern", pattern: "zX9-[a-z-]+-Q7", ignoreCase: false });
    const everywhere = spanWith(
      { [secret]: [secret, { deep: `x${secret}x` }], json: JSON.stringify({ a: JSON.stringify({ secret }) }) },
      {
        name: secret,
        statusMessage: secret,
        resource: { command: secret },
        events: [{ name: secret, at: 1n, attributes: { secret } }],
        links: [{ traceId: "", spanId: "", attributes: { secret } }],
      },
    );
    const { clean: kept, taken } = redactSpan(everywhere, redactorOf(pattern), null);
    expect(JSON.stringify(kept, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))).not.toContain(secret);
    expect(taken).toMatchObject([{ value: secret, times: 10 }]);
  });
  test("a rule for a tool takes its arguments out of its own step and of every message of its trace", () => {
    const args = { account: "Hidden Ltd", percent: 5 };
    const whole = rule({ kind: "tool", part: "args" }, { tools: ["crm.read_account"] });
    const redactor = redactorOf(whole);
    const values = new HiddenValues(toolRules(new Map(), redactor));
    const step = { traceId: "t", tool: "crm.read_account", kind: "tool" } as Parameters<HiddenValues["look"]>[0];
    values.look(step, { input: [], output: [], args, result: null });
    const hidden = values.of("t") as Hidden;
    const own = redactSpan(spanWith({ "gen_ai.tool.call.arguments": JSON.stringify(args) }), redactor, "crm_read_account", hidden);
    expect(own.clean.attributes).toEqual({ "gen_ai.tool.call.arguments": REDACTED });
    expect(redactSpan(spanWith({ text: "about Hidden Ltd" }), redactor, null, hidden).clean.attributes.text).toBe(`about ${REDACTED}`);
    expect(redactSpan(spanWith({ text: "about Hidden Ltd" }), redactor, "mail.send").clean.attributes.text).toBe("about Hidden Ltd");
  });
  test("with too many values to look for, longer texts of the trace go whole", () => {
    const values = new HiddenValues(toolRules(new Map([["t", ["/many"]]]), redactorOf()));
    const many = Array.from({ length: 5_000 }, (_, i) => `value number ${i}`);
    values.look({ traceId: "t", tool: "t", kind: "tool" } as Parameters<HiddenValues["look"]>[0], {
      input: [],
      output: [],
      args: { many },
      result: null,
    });
    const { clean: kept } = redactSpan(spanWith({ text: "tells of value number 4999 in short" }), redactorOf(), null, values.of("t"));
    expect(kept.attributes.text).toBe(REDACTED);
  });
});
