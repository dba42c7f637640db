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
