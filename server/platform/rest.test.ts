import { expect, test } from "vitest";
import { z } from "zod";
import { readQuery } from "./rest";

const Query = z.strictObject({ agent: z.string().max(8).optional() });
const read = (query: string) => readQuery({ url: `http://localhost/api/v1/budgets${query}` }, Query);

test("a query string is held against its schema, and NUL is refused where it stands", () => {
  expect(read("?agent=sales")).toEqual({ ok: true, value: { agent: "sales" } });
  expect(read("?agents=sales")).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
  for (const value of ["%00", "a%00b"]) {
    expect(read(`?agent=${value}`)).toMatchObject({
      ok: false,
      refusal: { code: "invalid_request", errors: [{ path: "agent", message: "may not contain NUL" }] },
    });
  }
});

test("a parameter that nothing reads, or that is there twice, is refused by its name, with what to ask for instead", () => {
  const errorsOf = (query: string) => {
    const answer = read(query);
    return answer.ok ? [] : answer.refusal.errors;
  };
  expect(errorsOf("?agents=sales&agent=x")).toEqual([{ path: "agents", message: "is not known here: leave it out, or use agent" }]);
  expect(errorsOf("?agent=a&agent=b")).toEqual([{ path: "agent", message: "is there twice: say it once" }]);
  expect(errorsOf(`?${"x".repeat(300)}`)).toMatchObject([{ path: "x".repeat(200) }]);
  expect(errorsOf(`?${Array.from({ length: 60 }, (_, i) => `x${i}`).join("&")}`)).toHaveLength(50);
  expect(errorsOf("")).toEqual([]);
});
