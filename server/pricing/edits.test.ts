import { describe, expect, test } from "vitest";
import type { Role } from "@/server/kernel/roles";
import { mintPerson } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { removeAlias, setAlias, setPrice } from "./edits";
import { SetAliasInput, SetPriceInput } from "./schema";
import { readTable } from "./service";

freshDatabase();

const person = (...roles: Role[]) =>
  mintPerson({ id: newId("person"), name: "x", email: "x@x.example", roles: new Set(roles), groupIds: new Set() });
const operator = person("operator");

const price = {
  provider: "openai",
  model: "gpt-5",
  contract: "Frame 2026",
  startsAt: "2026-11-01T00:00:00Z",
  endsAt: "2026-12-01T00:00:00Z",
  rates: { input: "1", output: "2.5" },
};
const rates = (over: object) => ({ ...price, rates: { ...price.rates, ...over } });

describe("what is no price is refused at its field", () => {
  test.each<[string, object, string]>([
    ["another currency, by its sign", rates({ input: "€2.50" }), "rates.input"],
    ["another currency, by its name", rates({ input: "2.50 EUR" }), "rates.input"],
    ["less than nothing", rates({ output: "-1" }), "rates.output"],
    ["a decimal comma, which may mean thousands", rates({ output: "2,500" }), "rates.output"],
    ["smaller than can be counted exactly", rates({ cacheRead: "0.0000001" }), "rates.cacheRead"],
    ["no figure", rates({ input: "" }), "rates.input"],
    ["beyond any price", rates({ input: "9999999" }), "rates.input"],
    ["an end before the start", { ...price, endsAt: "2026-10-01T00:00:00Z" }, "endsAt"],
    ["an end at the start", { ...price, endsAt: price.startsAt }, "endsAt"],
    ["no day", { ...price, startsAt: "soon", endsAt: null }, "startsAt"],
    ["no model", { ...price, model: "  " }, "model"],
  ])("%s", (_, input, path) => {
    const read = SetPriceInput.safeParse(input);
    expect(read.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
    expect(read.error?.issues[0]?.message).toMatch(/^\w/);
  });
  test("nothing is a price: a model may be free", () => {
    expect(SetPriceInput.safeParse(rates({ input: "0", output: "0.000001" })).success).toBe(true);
  });
});

describe("two contracts for the same calls", () => {
  const set = (over: object) => setPrice(operator, SetPriceInput.parse({ ...price, model: "own-1", ...over }));
  const days = (startsAt: string, endsAt: string | null) => ({
    startsAt: `${startsAt}T00:00:00Z`,
    endsAt: endsAt === null ? null : `${endsAt}T00:00:00Z`,
  });
  test("may follow one another, with or without a gap, and may not overlap by a day; what stood before stays", async () => {
    expect(await set(days("2026-03-01", "2026-06-01"))).toMatchObject({ ok: true });
    expect(await set(days("2026-06-01", "2026-07-01"))).toMatchObject({ ok: true });
    expect(await set(days("2026-09-01", null))).toMatchObject({ ok: true });
    for (const over of [
      days("2026-05-31", "2026-06-02"),
      days("2026-01-01", "2026-03-02"),
      days("2026-12-01", null),
      days("2026-01-01", null),
    ]) {
      expect(await set(over)).toMatchObject({
        ok: false,
        refusal: { errors: [{ path: "startsAt", message: expect.stringMatching(/^overlaps the price of "Frame 2026", 2026-/) }] },
      });
    }
    expect(await set({ ...days("2026-01-01", null), serviceTier: "batch" })).toMatchObject({ ok: true });
    expect(await prisma().price.count({ where: { source: "contract", untilVersion: null } })).toBe(4);
    // Nobody lists this model: its calls have no price in between, which is said.
    expect(await readTable(operator)).toMatchObject({
      value: { gaps: [{ model: "own-1", from: "2026-07-01T00:00:00.000Z", to: "2026-09-01T00:00:00.000Z", countedBy: "nothing" }] },
    });
  });
});

describe("names go round in no ring", () => {
  const mean = (name: string, toModel: string, over: Partial<SetAliasInput> = {}) =>
    setAlias(operator, SetAliasInput.parse({ name, toProvider: "openai", toModel, ...over }));
  const refusedAt = (path: string, message: RegExp) => ({
    ok: false,
    refusal: { errors: [{ path, message: expect.stringMatching(message) }] },
  });

  test("a name cannot stand for itself, nor for another name, nor be made one while another stands for it", async () => {
    expect(await mean("a", "A")).toMatchObject(refusedAt("toModel", /itself/));
    expect(await mean("a", "b")).toMatchObject({ ok: true });
    expect(await mean("b", "a")).toMatchObject(refusedAt("toModel", /a name itself, which stands for b/));
    expect(await mean("c", "A")).toMatchObject(refusedAt("toModel", /a name itself/));
    expect(await mean("b", "gpt-5")).toMatchObject(refusedAt("name", /is what "a" stands for/));
    expect(await prisma().priceAlias.count()).toBe(1);
  });
  test("once the first name is gone the second may be given", async () => {
    expect(await mean("x", "y")).toMatchObject({ ok: true });
    const { id } = await prisma().priceAlias.findFirstOrThrow({ where: { name: "x" } });
    expect(await removeAlias(operator, id)).toMatchObject({ ok: true });
    expect(await mean("y", "gpt-5")).toMatchObject({ ok: true });
    expect(await mean("y", "gpt-5-mini")).toMatchObject({ ok: true });
  });
  test("names of other providers' deployments are other names", async () => {
    expect(await mean("chat", "gpt-5", { provider: "azure" })).toMatchObject({ ok: true });
    expect(await mean("desk", "chat", { toProvider: "in-house" })).toMatchObject({ ok: true });
  });
});

test("who may not edit is refused before anything is read", async () => {
  expect(await setPrice(person("approver"), SetPriceInput.parse(price))).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
});
